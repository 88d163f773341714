using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Autonomy;

/// <summary>A chat to look ahead for.</summary>
public sealed record PreviewedChat(AutonomyState State, AutonomyRules Rules);

/// <summary>What would be sent, or why a chat would see nothing.</summary>
public sealed record PreviewLine
{
    public required ChatKey Chat { get; init; }

    /// <summary>Null: nothing would be sent.</summary>
    public AutonomyKind? Kind { get; init; }
    public DateTimeOffset? At { get; init; }

    /// <summary>0–1, that it came to be planned; 1 when it already is. The dice are those of the decisions, so what is listed was drawn.</summary>
    public double Probability { get; init; }
    public required AutonomyReason Reason { get; init; }
}

/// <summary>The next days of a bot if nobody wrote: the same decisions, under a clock that runs ahead.</summary>
public sealed class AutonomyPreview
{
    public const int MaxDays = 31;

    private readonly PriorityQueue<Forecast, (DateTimeOffset At, int Number)> _due = new();
    private readonly List<PreviewLine> _lines = [];
    private readonly DateTimeOffset _end;
    private readonly ulong _seed;
    private DateTimeOffset _now;
    private DayTally _bot;

    private AutonomyPreview(DayTally bot, DateTimeOffset now, int days, ulong seed) => (_bot, _now, _end, _seed) = (bot, now, now.AddDays(days), seed);

    /// <summary>What would be sent, in order of time; then the chats that would see nothing, in the order given.</summary>
    /// <param name="chats">Of one bot.</param>
    /// <param name="bot">What the bot sent on its newest day.</param>
    /// <param name="now">The beginning.</param>
    /// <param name="days">1 to <see cref="MaxDays"/>, of 24 h.</param>
    /// <param name="seed">That of the decisions: then they will be these.</param>
    public static IReadOnlyList<PreviewLine> Of(IReadOnlyList<PreviewedChat> chats, DayTally bot, DateTimeOffset now, int days, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MaxDays);
        return new AutonomyPreview(bot, now, days, seed).Run([.. chats.Select((chat, number) => new Forecast(number, chat.Rules, chat.State))]);
    }

    private List<PreviewLine> Run(Forecast[] forecasts)
    {
        foreach (var forecast in forecasts) Enqueue(forecast);
        while (_due.TryDequeue(out var forecast, out var due))
        {
            if (due.At > _now) _now = due.At;
            Step(forecast);
        }

        return [.. _lines, .. forecasts.Where(forecast => !forecast.Sends).Select(forecast => forecast.Silence)];
    }

    private void Step(Forecast forecast)
    {
        var decision = Decide(forecast).Check();
        if (decision is AutonomyDecision.Send)
        {
            _lines.Add(forecast.Line(_now));
            _bot = _bot.Plus(forecast.Rules.PersonaDay(_now));
        }

        forecast.Take(decision, _now);
        Enqueue(forecast);
    }

    /// <summary>Plans where nothing is pending, and waits for what is.</summary>
    private void Enqueue(Forecast forecast)
    {
        if (forecast.State.Pending is null) forecast.Plan(Decide(forecast).Plan(), _now);
        if (forecast.State.Pending is not { } action) return;
        var at = action.DueAt > _now ? action.DueAt : _now;
        if (at <= _end) _due.Enqueue(forecast, (at, forecast.Number));
    }

    private Initiative Decide(Forecast forecast) => new(forecast.State, _bot, forecast.Rules, _now, _seed);

    private sealed class Forecast(int number, AutonomyRules rules, AutonomyState state)
    {
        private bool _wasPending = true;
        private AutonomyReason _reason = AutonomyReason.Later;

        public int Number => number;
        public AutonomyRules Rules => rules;
        public AutonomyState State { get; private set; } = state;
        public bool Sends { get; private set; }

        public PreviewLine Silence => new() { Chat = State.Key, Reason = _reason };

        public void Plan(AutonomyDecision decision, DateTimeOffset now)
        {
            _wasPending = false;
            Take(decision, now);
        }

        public void Take(AutonomyDecision decision, DateTimeOffset now)
        {
            _reason = decision is AutonomyDecision.Schedule ? AutonomyReason.Later : decision.Reason;
            State = State.After(decision, rules, now);
        }

        public PreviewLine Line(DateTimeOffset at)
        {
            Sends = true;
            var kind = State.Pending!.Kind;
            return new PreviewLine { Chat = State.Key, Kind = kind, At = at, Probability = _wasPending ? 1 : rules.ProbabilityOf(kind), Reason = AutonomyReason.Due };
        }
    }
}
