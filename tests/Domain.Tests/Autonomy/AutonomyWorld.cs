using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Secrets;

namespace MultiBot.Domain.Tests.Autonomy;

/// <summary>
/// One history of a bot and a few people: they write, are answered, command and move; clocks jump, silos are down for days, the operator
/// changes the configuration. Everything in an order drawn by chance; the judge sees all.
/// </summary>
internal sealed class AutonomyWorld
{
    private const int Steps = 40;

    // More looks than this at due actions, within a few days, is going round in circles.
    private const int MostLooks = 300;

    private static readonly string[] Zones =
    [
        "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "America/St_Johns", "Asia/Bishkek", "Pacific/Kiritimati",
        "Pacific/Apia", "America/Los_Angeles", "UTC",
    ];

    // Shortly before clocks change somewhere, Apia's leap over the date line among them.
    private static readonly DateTimeOffset[] Beginnings = [Utc(2026, 3, 20), Utc(2026, 10, 20), Utc(2026, 4, 1), Utc(2026, 2, 10), Utc(2011, 12, 22)];

    private static readonly WeekWindows[] Hours =
    [
        new() { Workdays = ["09:00-13:00", "18:00-23:00"], Weekends = ["10:00-23:00"] },
        new() { Workdays = ["22:00-02:30"], Weekends = ["23:30-00:30", "02:10-02:50"] },
        new() { Workdays = ["00:00-24:00"], Weekends = ["00:00-24:00"] },
        new() { Workdays = ["08:00-08:01"] },
        new() { Weekends = ["00:00-00:45", "06:00-22:00"] },
        new(),
    ];

    private readonly Chance _chance;
    private readonly PlantedInitiative _initiative;
    private readonly AutonomyJudge _judge = new();
    private readonly List<ModelChat> _chats = [];
    private BotConfig _config;
    private DayTally _bot;
    private DateTimeOffset _now;
    private ulong _told;

    public AutonomyWorld(ulong seed, AutonomyBug bug = AutonomyBug.None)
    {
        _chance = new Chance(seed);
        _initiative = new PlantedInitiative(bug, seed);
        _now = _chance.Of<DateTimeOffset>(Beginnings) + _chance.Seconds(0, 10 * 24 * 3600);
        _config = Drawn();
        for (var number = 1 + _chance.Below(3); number > 0; number--) _chats.Add(new ModelChat(number, RulesFor(_chance.Of<string>(Zones))));
    }

    /// <summary>Decisions made and judged.</summary>
    public int Decisions { get; private set; }

    public int Sent { get; private set; }

    /// <summary>Of these, what was arranged.</summary>
    public int Arranged { get; private set; }

    /// <summary>Stands for the whole history: two that differ anywhere differ here.</summary>
    public ulong Told => _told;

    public string? Run()
    {
        for (var step = 0; step < Steps && _judge.Broken is null; step++) Step();
        return _judge.Broken;
    }

    private void Step()
    {
        var chat = _chats[_chance.Below(_chats.Count)];
        switch (_chance.Below(14))
        {
            case < 4: Pass(_chance.Seconds(0, 12 * 3600)); break;
            case < 6: Pass(_chance.Seconds(0, 3 * 24 * 3600)); break;
            case < 8: Heard(chat); Answered(chat); break;
            case 8: Heard(chat); break;
            case 9: Answered(chat); break;
            case 10: Commanded(chat, _chance.Of(Enum.GetValues<ModeCommand>())); break;
            case 11: _now += _chance.Seconds(0, 8 * 24 * 3600); break; // nobody sweeps
            case 12: _now += _chance.Seconds(-2 * 24 * 3600, 2 * 24 * 3600); break; // nor has the time passed
            default: SomethingRare(chat); break;
        }
    }

    private void SomethingRare(ModelChat chat)
    {
        switch (_chance.Below(5))
        {
            case 0:
                Happened(chat, chat.State with { LeaveAloneUntil = _chance.In(0.3) ? DateTimeOffset.MaxValue : _now + _chance.Seconds(0, 5 * 24 * 3600) });
                break;
            case 1:
                chat.State = chat.State with { LeaveAloneUntil = null };
                break;
            case 2:
                chat.Model = RulesFor(_chance.Of<string>(Zones));
                break;
            default:
                _config = Drawn();
                foreach (var each in _chats) each.Model = RulesFor(each.Model.ContactZone);
                break;
        }
    }

    /// <summary>Time in which the sweep runs.</summary>
    private void Pass(TimeSpan time)
    {
        var end = _now + time;
        for (var looks = 0; _judge.Broken is null; looks++)
        {
            Sweep();
            var next = _chats.Select(chat => chat.State.Pending?.DueAt).Min();
            if (!(next <= end)) break;
            _judge.Require(looks < MostLooks, $"the same few actions were looked at {looks} times in {time}");
            if (next > _now) _now = next.Value;
            _now += _chance.Millis(0, 2000);
        }

        if (end > _now) _now = end;
    }

    private void Sweep()
    {
        foreach (var chat in _chats)
        {
            if (chat.State.Pending is null && _chance.In(0.2)) Take(chat, initiative => initiative.Plan());
            if (!(chat.State.Pending?.DueAt <= _now)) continue;
            Take(chat, initiative => initiative.Check());
            if (chat.State.Pending is null) Take(chat, initiative => initiative.Plan());
        }
    }

    private void Heard(ModelChat chat)
    {
        if (chat.State.Mode is ChatMode.Blocked) return;
        Happened(chat, chat.State with { LastIn = _now, Unanswered = 0 });
        (chat.Books.SentSinceHeard, chat.Books.LastWritten) = (0, _now);
    }

    private void Answered(ModelChat chat)
    {
        if (chat.State is not { Mode: ChatMode.Persona, LastIn: not null }) return;
        chat.State = chat.State with { LastOut = _now, Basis = chat.State.Basis with { Turn = chat.State.Basis.Turn + 1 } };
        chat.Books.LastWritten = _now;
        chat.Books.Events++;
        var at = _now + _chance.Seconds(60, 2 * 24 * 3600);
        if (_chance.In(0.2)) Take(chat, initiative => initiative.Arrange(at, "that"));
        else Take(chat, initiative => initiative.PlanAfterAnswer());
    }

    private void Commanded(ModelChat chat, ModeCommand command)
    {
        if (ChatModes.Apply(chat.State.Mode, command) is { } mode) Happened(chat, chat.State with { Mode = mode });
    }

    /// <summary>The version is raised; that the pending action is cleared at once is sometimes missed, and must not matter.</summary>
    private void Happened(ModelChat chat, AutonomyState next)
    {
        chat.State = next with { Basis = next.Basis with { Version = next.Basis.Version + 1 } };
        chat.Books.Events++;
        if (chat.State.Pending?.Kind is not AutonomyKind.Arranged && _chance.In(0.5) && _initiative.Of(chat.State, _bot, chat.Model.Rules, _now).Cancelled() is not null) chat.State = chat.State with { Pending = null };
    }

    private void Take(ModelChat chat, Func<Initiative, AutonomyDecision> ask)
    {
        var decision = Ask(chat, ask);
        var again = Ask(chat, ask);
        _judge.Require(decision == again, $"asked twice: {decision}, then {again}");
        Judge(chat, decision);
        chat.State = chat.State.After(decision, chat.Model.Rules, _now);
        if (decision is AutonomyDecision.Schedule) StandsAlone(chat);
        Decisions++;
        _told = unchecked((_told * 31) + (ulong)decision.Reason + (ulong)_now.UtcTicks + (ulong)(chat.State.Pending?.DueAt.UtcTicks ?? 0));
    }

    private void StandsAlone(ModelChat chat)
    {
        chat.Books.EventsAtPlan = chat.Books.Events;
        _judge.Require(Ask(chat, initiative => initiative.Plan()) is AutonomyDecision.Nothing { Reason: AutonomyReason.AlreadyPending }, "a second action was planned");
    }

    private void Judge(ModelChat chat, AutonomyDecision decision)
    {
        switch (decision)
        {
            case AutonomyDecision.Schedule schedule:
                _judge.Planned(schedule, chat.State, chat.Model, _now);
                break;
            case AutonomyDecision.Postpone postpone:
                _judge.PutOff(postpone, chat.Model, _now);
                break;
            case AutonomyDecision.Send send:
                _judge.Sends(send, chat.State, chat.Books, chat.Model, _now);
                _bot = _bot.Plus(chat.Model.Rules.PersonaDay(_now));
                Sent++;
                if (chat.State.Pending!.Kind is AutonomyKind.Arranged) Arranged++;
                break;
        }
    }

    private AutonomyDecision Ask(ModelChat chat, Func<Initiative, AutonomyDecision> ask) =>
        _initiative.Told(ask(_initiative.Of(chat.State, _bot, chat.Model.Rules, _now)), chat.Model.Rules, _now);

    private ModelRules RulesFor(string zone) => new(_config, zone, 1 + _chance.Below(3), _chance.Of(1, 1, 2));

    private BotConfig Drawn() => new()
    {
        BotId = BotId.Parse("anna"),
        Name = "Anna",
        Telegram = new TelegramConfig { Token = new Secret("1:a") },
        Persona = new PersonaConfig { TimeZone = _chance.Of<string>(Zones) },
        Autonomy = new AutonomyConfig
        {
            Enabled = !_chance.In(0.05),
            Windows = _chance.Of<WeekWindows>(Hours),
            StartDialogProbability = _chance.Of(0, 0.25, 0.7, 1),
            FollowUpProbability = _chance.Of(0, 0.5, 1),
            FollowUpHours = _chance.Of<double[]>([4, 12], [0, 0], [0.1, 30], [100, 100]),
            MinHoursBetween = _chance.Of(0, 0.5, 6, 48),
            MaxPerDay = _chance.Of(0, 1, 1, 2, 3),
        },
    };

    private static DateTimeOffset Utc(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    private sealed class ModelChat(int number, ModelRules model)
    {
        public AutonomyState State { get; set; } = new() { Key = new ChatKey(BotId.Parse("anna"), new ChatId(number)), Basis = new(1, 0) };
        public ModelRules Model { get; set; } = model;
        public ChatBooks Books { get; } = new();
    }
}
