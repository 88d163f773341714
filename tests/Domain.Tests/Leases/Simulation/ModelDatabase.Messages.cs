using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>What a session needs to know after a write. Not accepted: the epoch is not the lease's.</summary>
internal readonly record struct BotView(bool Accepted, int Cursor, bool Unanswered, OutboxRow? Next, int Attempt, bool Granted);

internal enum RowState
{
    Pending,
    Sending,
    Sent,
    Dropped,
}

internal enum ModelOutcome
{
    Sent,

    /// <summary>Certainly not sent.</summary>
    NotSent,
    Uncertain,
}

/// <summary>An answer to one message. Sessions know it by reference and read its key only; all else they learn from <see cref="BotView"/>.</summary>
internal sealed class OutboxRow(int id, int source)
{
    public int Id => id;
    public int Source => source;
    public RowState State { get; set; }
    public int Attempt { get; set; }
    public bool Uncertain { get; set; }

    public bool Open => State is RowState.Pending or RowState.Sending;
}

internal sealed class InboxRow(int source)
{
    public int Source => source;
    public bool Answered { get; set; }
}

/// <summary>The rows of one bot.</summary>
internal sealed class BotRows
{
    public List<InboxRow> Stored { get; } = [];
    public List<OutboxRow> Rows { get; } = [];
    public int Cursor { get; set; }

    public bool AllDone => Stored.TrueForAll(row => row.Answered) && !Rows.Exists(row => row.Open);
}

/// <summary>Writes of a bot: each carries the epoch it is made under.</summary>
internal sealed partial class ModelDatabase
{
    /// <summary>A session begins: what an older one was sending is settled first.</summary>
    public BotView Resume(ModelBot bot, long epoch) => Write(bot, epoch, rows =>
    {
        foreach (var row in rows.Rows.Where(row => row.State is RowState.Sending))
            Unknown(bot, row, counted: Bug is not PlantedBug.UncertainUncounted);
    });

    /// <summary>The batch and the cursor, in one.</summary>
    public BotView Receive(ModelBot bot, long epoch, IReadOnlyList<int> batch) => Write(bot, epoch, rows =>
    {
        foreach (var message in batch)
        {
            if (Bug is PlantedBug.NoUniqueKey || !rows.Stored.Exists(stored => stored.Source == message))
                rows.Stored.Add(new InboxRow(message));
        }

        rows.Cursor = Math.Max(rows.Cursor, batch[^1]);
    });

    public BotView Turn(ModelBot bot, long epoch) => Write(bot, epoch, rows =>
    {
        foreach (var message in rows.Stored.Where(message => !message.Answered))
        {
            rows.Rows.Add(new OutboxRow(rows.Rows.Count + 1, message.Source));
            message.Answered = true;
        }
    });

    /// <summary>Before any byte leaves. The same attempt is granted again.</summary>
    public BotView ClaimSend(ModelBot bot, long epoch, OutboxRow row, int attempt)
    {
        var granted = false;
        var view = Write(bot, epoch, _ =>
        {
            granted = (row.State is RowState.Pending && attempt == row.Attempt + 1) || (row.State is RowState.Sending && attempt == row.Attempt);
            if (granted)
                (row.State, row.Attempt) = (RowState.Sending, attempt);
        });
        return view with { Granted = granted };
    }

    public BotView Settle(ModelBot bot, long epoch, OutboxRow row, int attempt, ModelOutcome outcome) => Write(bot, epoch, _ =>
    {
        if (row.State is not RowState.Sending || row.Attempt != attempt)
            return;

        if (outcome is ModelOutcome.Uncertain)
            Unknown(bot, row, counted: true);
        else
            row.State = outcome is ModelOutcome.Sent ? RowState.Sent : RowState.Pending;
    });

    /// <summary>A user account sends it again under the same <c>random_id</c>; a token has no such key.</summary>
    private static void Unknown(ModelBot bot, OutboxRow row, bool counted)
    {
        row.Uncertain |= counted;
        row.State = bot.Kind is AccountKind.User || bot.Resends || !counted ? RowState.Pending : RowState.Dropped;
    }

    private BotView Write(ModelBot bot, long epoch, Action<BotRows> write)
    {
        if (_leases[bot.Number].Epoch != epoch && Bug is not PlantedBug.EpochUnchecked)
            return default;

        var rows = _rows[bot.Number];
        _world.Judge.Wrote(bot, epoch);
        write(rows);
        var next = rows.Rows.Find(row => row.Open);
        return new BotView(true, rows.Cursor, rows.Stored.Exists(message => !message.Answered), next, (next?.Attempt ?? 0) + 1, Granted: false);
    }
}
