using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>
/// Telegram: messages wait until they are confirmed; a newer poll of a token ends the older one; a user account on two connections at
/// once is lost. A connection that nobody closes ends 25 s after its last ping. A call that has begun arrives, whatever becomes of its caller.
/// </summary>
internal sealed class ModelTelegram(World world)
{
    public static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan DropsAfter = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(8);

    private readonly Side[] _sides = [.. world.Bots.Select(_ => new Side())];

    private Chance Chance => world.Chance;

    public int WrittenTo(ModelBot bot) => _sides[bot.Number].Written;

    /// <summary>A person writes to the bot.</summary>
    public void Write(ModelBot bot)
    {
        var side = _sides[bot.Number];
        side.Written++;
        world.Trace.Note($"{bot}: a person writes message {side.Written}");
        if (side.Poll is { } poll)
            Answer(side, poll);
        if (side.Connection is { } connection)
            connection.Session.Silo.After(Delay(), connection.Session.Listen);
    }

    public List<int> After(ModelBot bot, int cursor) => [.. Enumerable.Range(cursor + 1, Math.Max(0, _sides[bot.Number].Written - cursor))];

    /// <summary>Null for the caller: ended by another poll, or no answer came.</summary>
    public void Poll(ModelSession session, int confirmed, Action<List<int>?> answered)
    {
        var side = _sides[session.Bot.Number];
        var silent = Chance.In(world.Weather.TelegramSilent);
        var poll = new OpenPoll(session, confirmed, silent ? _ => { } : answered);
        if (silent)
            session.Silo.After(TimeSpan.FromSeconds(6), () => answered(null));
        world.Schedule.After(Delay(), () =>
        {
            for (; side.Confirmed < confirmed; side.Confirmed++)
                world.Judge.Confirmed(session.Bot, side.Confirmed + 1, world.Database.RowsOf(session.Bot));
            if (side.Poll is { } older)
                older.Session.Silo.After(Delay(), () => older.Answered(null));
            side.Poll = poll;
            if (side.Written > side.Confirmed)
                Answer(side, poll);
            else
                world.Schedule.After(LongPoll, () => Answer(side, poll));
        });
    }

    public void Connect(ModelSession session)
    {
        var side = _sides[session.Bot.Number];
        world.Schedule.After(Delay(), () =>
        {
            if (session.Ended)
                return;

            Judge.Require(side.Connection is null, Promise.OneConnection, $"{session.Bot} is lost: a second connection was opened, under {session.Epoch}");
            var connection = new Connection(session) { LastPing = world.Schedule.Now };
            side.Connection = connection;
            world.Trace.Note($"{session.Bot}: connected under {session.Epoch}");
            world.Schedule.After(DropsAfter, () => DropIfSilent(side, connection));
            session.Silo.After(Delay(), session.Connected);
        });
    }

    public void Ping(ModelSession session)
    {
        if (_sides[session.Bot.Number].Connection is not { } connection || connection.Session != session)
            return;

        world.Schedule.After(Delay(), () => connection.LastPing = world.Schedule.Now);
    }

    /// <summary>The socket is closed here; <paramref name="closed"/> runs when the other side has confirmed it.</summary>
    public void Disconnect(ModelSession session, Action? closed = null)
    {
        var side = _sides[session.Bot.Number];
        world.Schedule.After(Delay(), () =>
        {
            if (side.Connection?.Session == session)
                side.Connection = null;
            if (closed is not null)
                session.Silo.After(Delay(), closed);
        });
    }

    /// <summary>Bytes leave.</summary>
    public void Send(ModelSession session, OutboxRow row, int attempt, Action<ModelOutcome> answered)
    {
        var told = false;
        var delay = Chance.In(world.Weather.TelegramSlow) ? Chance.Millis(100, 12_000) : Delay();
        var silent = delay > SendTimeout || Chance.In(world.Weather.TelegramSilent);
        var refused = Chance.In(world.Weather.Refused);
        world.Schedule.After(delay, () =>
        {
            // Bytes of a socket that was cut meanwhile may have been under way.
            if (session.Ended && Chance.In(0.5))
                return;
            if (!refused)
                Deliver(session.Bot, row, attempt);
            if (!silent)
                session.Silo.After(Delay(), () => Tell(refused ? ModelOutcome.NotSent : ModelOutcome.Sent));
        });
        session.Silo.After(silent ? TimeSpan.FromSeconds(2) : SendTimeout, () => Tell(ModelOutcome.Uncertain));

        void Tell(ModelOutcome outcome)
        {
            if (!told)
                answered(outcome);
            told = true;
        }
    }

    private void Deliver(ModelBot bot, OutboxRow row, int attempt)
    {
        var randomId = (row.Id, world.Bug is PlantedBug.NewRandomId ? attempt : 0);
        if (bot.Kind is AccountKind.User && !_sides[bot.Number].RandomIds.Add(randomId))
            return;

        world.Trace.Note($"{bot}: a person sees the answer to message {row.Source}");
        world.Judge.Saw(bot, row.Source);
    }

    private void Answer(Side side, OpenPoll poll)
    {
        if (side.Poll != poll)
            return;

        side.Poll = null;
        var updates = After(poll.Session.Bot, poll.From);
        poll.Session.Silo.After(Delay(), () => poll.Answered(updates));
    }

    private void DropIfSilent(Side side, Connection connection)
    {
        if (side.Connection != connection)
            return;

        var due = connection.LastPing + DropsAfter;
        if (due > world.Schedule.Now)
        {
            world.Schedule.At(due, () => DropIfSilent(side, connection));
            return;
        }

        side.Connection = null;
        world.Trace.Note($"{connection.Session.Bot}: the connection under {connection.Session.Epoch} is dropped, it was silent");
        connection.Session.Silo.After(Delay(), connection.Session.Dropped);
    }

    private TimeSpan Delay() => Chance.In(world.Weather.TelegramSlow) ? Chance.Millis(50, 4000) : Chance.Millis(2, 40);

    private sealed class Side
    {
        public int Written { get; set; }
        public int Confirmed { get; set; }
        public OpenPoll? Poll { get; set; }
        public Connection? Connection { get; set; }
        public HashSet<(int Row, int Attempt)> RandomIds { get; } = [];
    }

    private sealed record OpenPoll(ModelSession Session, int From, Action<List<int>?> Answered);

    private sealed class Connection(ModelSession session)
    {
        public ModelSession Session => session;
        public required DateTimeOffset LastPing { get; set; }
    }
}
