using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>
/// One session of one bot, from a claim to its end: settles what an older one left, listens, stores, answers, sends. One write or send
/// at a time. It asks whether its life is fresh right before each call, and here nothing lies between the question and the first byte.
/// In a real process microseconds do, and no clock can take them away: who is frozen in them acts once when it thaws. Of a send the
/// row says «sending» by then, so that whoever took over has counted it uncertain; a late poll only ends the other's, which polls again;
/// an account's connection would have to stand still there for as long as <see cref="World.Terms"/> make others wait.
/// </summary>
internal sealed partial class ModelSession(World world, ModelSilo silo, ModelLife life, ModelBot bot, long epoch)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan GatePause = TimeSpan.FromMilliseconds(500);

    private BotView _view;
    private List<int>? _batch;
    private Action? _closed;
    private bool _resumed;
    private bool _connected;
    private bool _listening;
    private bool _working;
    private bool _waitsForGate;

    public ModelSilo Silo => silo;
    public ModelLife Life => life;
    public ModelBot Bot => bot;
    public long Epoch => epoch;

    /// <summary>Its sockets are closed, and it does nothing more.</summary>
    public bool Ended { get; private set; }

    /// <summary>It has come to rest, and Telegram has seen the socket close.</summary>
    public bool Closed { get; private set; }

    public bool Closing => _closed is not null;
    public bool Runs => !Ended && !Closing && _resumed && (_connected || bot.Kind is AccountKind.Bot);

    private bool IsAccount => bot.Kind is AccountKind.User;

    public void Begin() => Do(() => world.Database.Resume(bot, epoch), _ =>
    {
        _resumed = true;
        Listen();
    });

    /// <summary>Comes to rest: what is under way ends first, and Telegram has seen the socket close.</summary>
    public void Close(Action closed)
    {
        _closed = closed;
        if (!_working)
            FinishClosing();
    }

    public void Cut()
    {
        if (!Ended && IsAccount)
            world.Telegram.Disconnect(this);
        Ended = true;
    }

    /// <summary>The machine is gone, and Telegram hears nothing of it.</summary>
    public void Vanish() => Ended = true;

    /// <summary>Looks for messages, if nothing of it is under way already.</summary>
    public void Listen()
    {
        if (Ended || Closing || !_resumed || _listening || _batch is not null || (IsAccount && _connected && !Fetch()))
            return;
        if (_batch is null && !AtGate(Listen))
            return;

        if (_batch is not null)
            Work();
        else if (IsAccount)
            Connect();
        else
            Poll();
    }

    public void Connected()
    {
        (_listening, _connected) = (false, true);
        if (Ended)
            return;

        silo.After(ModelTelegram.PingEvery, Ping);
        Listen();
        Work();
    }

    public void Dropped()
    {
        _connected = false;
        Listen();
    }

    private void Connect()
    {
        _listening = true;
        world.Judge.Acts(bot, epoch);
        world.Telegram.Connect(this);
    }

    private void Poll()
    {
        _listening = true;
        world.Judge.Acts(bot, epoch);
        world.Telegram.Poll(this, _view.Cursor, updates =>
        {
            _listening = false;
            _batch = updates is { Count: > 0 } ? updates : null;
            if (_batch is not null && world.Bug is PlantedBug.ConfirmedBeforeStored)
                world.Telegram.Poll(this, _batch[^1], _ => { });
            if (_batch is not null)
                Work();
            else if (updates is null)
                silo.After(GatePause, Listen);
            else
                Listen();
        });
    }

    /// <summary>What was pushed to an open connection. False: nothing.</summary>
    private bool Fetch()
    {
        var updates = world.Telegram.After(bot, _view.Cursor);
        _batch = updates.Count > 0 ? updates : null;
        return _batch is not null;
    }

    private void Ping()
    {
        if (Ended || !_connected || (life.Clock.IsOver(silo.Now) && world.Bug is not PlantedBug.DeadlineIgnored))
            return;

        world.Telegram.Ping(this);
        silo.After(ModelTelegram.PingEvery, Ping);
    }

    private void FinishClosing()
    {
        if (Ended)
            return;

        Ended = true;
        if (IsAccount)
            world.Telegram.Disconnect(this, Confirmed);
        else
            Confirmed();
    }

    private void Confirmed()
    {
        Closed = true;
        _closed!();
    }

    /// <summary>Whether a call may begin. If not, it is asked again later, once, what to do.</summary>
    private bool AtGate(Action retry)
    {
        if (life.MayBegin(silo.Now))
            return true;
        if (_waitsForGate)
            return false;

        _waitsForGate = true;
        silo.After(GatePause, () =>
        {
            _waitsForGate = false;
            retry();
            Work();
            Listen();
        });
        return false;
    }
}
