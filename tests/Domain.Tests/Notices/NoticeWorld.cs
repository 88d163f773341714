using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Notices;

namespace MultiBot.Domain.Tests.Notices;

/// <summary>What is done wrong on purpose.</summary>
public enum NoticeBug
{
    None,
    IntervalForgotten,
    HandedOverBeforeItIsStored,
    TakenBackIsTold,
    NamedAnew,
    NotTakenBack,
}

/// <summary>
/// A bot, its event log, the subscriber that may die between any two steps, the conversation that keeps a row for each id, and Telegram, which
/// takes a row only while the bot can speak. Judged by what the admin saw, and when.
/// </summary>
internal sealed class NoticeWorld(ulong seed, NoticeBug bug)
{
    private const int Steps = 250;
    private static readonly BotId Anna = BotId.Parse("anna");
    private static readonly ChatId Chat = new(100);
    private static readonly string[] Codes = ["telegram.unreachable", "telegram.timed_out", "telegram.other_poller"];
    private static readonly NoticeRules Rules = new() { LeaveOutAfter = TimeSpan.FromDays(365) };

    private readonly Chance _chance = new(seed);
    private readonly List<NoticeFact> _log = [];
    private readonly Dictionary<Guid, Row> _rows = [];
    private readonly List<Row> _seen = [];
    private DateTimeOffset _now = new(2026, 11, 28, 10, 0, 0, TimeSpan.Zero);
    private BotNotices? _stored;
    private BotNotices? _state;
    private int _storedAt;
    private int _handled;
    private bool _isMute;
    private bool _isAway;

    public int Crashes { get; private set; }
    public int Seen => _seen.Count;
    public int Repeats { get; private set; }
    public int TakenBack { get; private set; }

    /// <summary>Null: all is as it should be.</summary>
    public string? Run()
    {
        for (var step = 0; step < Steps; step++)
        {
            switch (_chance.Below(10))
            {
                case < 3: Happen(); break;
                case 3: _isAway = _chance.In(0.4); break;
                case 4: Crash(chance: 0.3); break;
                case 5: Leave(); break;
                default: Tick(); break;
            }

            _now += _chance.In(0.05) ? _chance.Seconds(600, 9000) : _chance.Seconds(1, 60);
        }

        Calm();
        return Judge();
    }

    private void Happen()
    {
        for (var more = _chance.In(0.1) ? 50 : 1; more > 0; more--)
        {
            var kind = _chance.Of(NoticeKind.HealthCheckFailed, NoticeKind.HealthCheckFailed, NoticeKind.HealthCheckFailed, NoticeKind.LoginRequired,
                NoticeKind.FloodWaited, NoticeKind.ReplyFailed, NoticeKind.Started, NoticeKind.Started, NoticeKind.Stopped);
            Write(kind, kind is NoticeKind.HealthCheckFailed && _chance.In(0.2) ? BotStatus.Failed : null);
            _now += TimeSpan.FromMilliseconds(1);
        }
    }

    private void Write(NoticeKind kind, BotStatus? status)
    {
        var fact = new NoticeFact { Seq = _log.Count + 1, Bot = Anna, Kind = kind, At = _now, Status = status, Code = _chance.Of<string>(Codes) };
        _log.Add(fact);
        if (fact.Mutes) _isMute = true;
        else if (kind is NoticeKind.Started or NoticeKind.HealthCheckFailed) _isMute = false;
    }

    /// <summary>The subscriber's sign of life: events, decisions, rows. It may die between any two.</summary>
    private void Tick()
    {
        for (; _handled < _log.Count; _handled++)
            _state = (_state ?? new BotNotices { Bot = Anna }).Collect(_log[_handled], _now, Rules);
        if (_state is not { } state) return;
        if (state.IsDue(_now, Rules) || (bug is NoticeBug.IntervalForgotten && (state with { ToldAt = null }).IsDue(_now, Rules)))
        {
            _state = state = state.Tell(Chat, _now);
            if (bug is NoticeBug.HandedOverBeforeItIsStored) HandOver(state.Pending!);
            if (Crash(chance: 0.1)) return;
            Store();
        }
        else if (_chance.In(0.3))
        {
            Store();
        }

        if (Crash(chance: 0.05) || _state is not { } current || !current.IsToBeLookedAt(_now)) return;
        var notice = current.Pending!;
        var fate = HandOver(notice);
        // The answer is lost, or whoever waited for it.
        if (_chance.In(0.1)) fate = NoticeFate.Waits;
        if (fate is NoticeFate.TakenBack) TakenBack++;
        if (bug is NoticeBug.TakenBackIsTold && fate is NoticeFate.TakenBack) fate = NoticeFate.Left;
        if (Crash(chance: 0.1)) return;
        _state = _state!.Heard(notice.Id, fate, _now, Rules);
    }

    private NoticeFate HandOver(PendingNotice notice)
    {
        var id = bug is NoticeBug.NamedAnew ? _chance.Id() : notice.Id;
        if (_rows.TryGetValue(id, out var row)) Repeats++;
        else _rows[id] = row = new Row(notice, notice.At + Rules.StaleAfter);
        return row.State switch { RowState.Left => NoticeFate.Left, RowState.Cancelled => NoticeFate.TakenBack, _ => NoticeFate.Waits };
    }

    private void Leave()
    {
        if (_isAway || _isMute) return;
        foreach (var row in _rows.Values.Where(row => row.State is RowState.Pending).OrderBy(row => row.Notice.At))
        {
            if (row.ExpiresAt <= _now && bug is not NoticeBug.NotTakenBack)
            {
                row.State = RowState.Cancelled;
                continue;
            }

            (row.State, row.LeftAt) = (RowState.Left, _now);
            _seen.Add(row);
        }
    }

    private void Store() => (_stored, _storedAt) = (_state, _handled);

    private bool Crash(double chance)
    {
        if (!_chance.In(chance)) return false;
        Crashes++;
        (_state, _handled) = (_stored, _storedAt);
        return true;
    }

    /// <summary>The bot comes up and nothing dies any more.</summary>
    private void Calm()
    {
        _isAway = false;
        Write(NoticeKind.Started, null);
        for (var ticks = 0; ticks < 800; ticks++)
        {
            Leave();
            Tick();
            _now += TimeSpan.FromSeconds(20);
        }
    }

    private string? Judge()
    {
        for (var index = 1; index < _seen.Count; index++)
        {
            var gap = _seen[index].LeftAt - _seen[index - 1].LeftAt;
            if (gap < Rules.Every) return $"notices {gap} apart";
        }

        if (_seen.FirstOrDefault(row => row.LeftAt - row.Notice.At > Rules.StaleAfter) is { } stale) return $"told {stale.LeftAt - stale.Notice.At} late";
        foreach (var kind in (NoticeKind[])[NoticeKind.HealthCheckFailed, NoticeKind.LoginRequired, NoticeKind.FloodWaited, NoticeKind.ReplyFailed])
        {
            var told = _seen.SelectMany(row => row.Notice.Collected.Concat(row.Notice.Earlier)).Where(line => line.Kind == kind).Sum(line => line.Count);
            var happened = _log.Count(fact => fact.Kind == kind);
            if (told != happened) return $"{kind} told {told} times of {happened}";
        }

        return _state is { Told: { } } or { Pending: { } } ? "the admin believes in trouble that is over" : null;
    }

    private enum RowState
    {
        Pending,
        Left,
        Cancelled,
    }

    private sealed class Row(PendingNotice notice, DateTimeOffset expiresAt)
    {
        public PendingNotice Notice => notice;
        public DateTimeOffset ExpiresAt => expiresAt;
        public RowState State { get; set; }
        public DateTimeOffset LeftAt { get; set; }
    }
}
