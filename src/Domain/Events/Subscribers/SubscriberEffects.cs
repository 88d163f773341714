using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Notices;

namespace MultiBot.Domain.Events.Subscribers;

/// <summary>What handling events writes into the database, kept until the subscriber's position is stored with it. For one thread at a time.</summary>
public sealed class SubscriberEffects
{
    private Dictionary<(BotId Bot, DateTimeOffset Hour), HourFigures>? _hours;
    private List<AuditEntry>? _audit;
    private Dictionary<BotId, BotNotices?>? _notices;

    public IReadOnlyCollection<KeyValuePair<(BotId Bot, DateTimeOffset Hour), HourFigures>> Hours => _hours ?? [];
    public IReadOnlyList<AuditEntry> Audit => _audit ?? [];

    /// <summary>What is remembered of a bot's notices from now on; null: nothing.</summary>
    public IReadOnlyCollection<KeyValuePair<BotId, BotNotices?>> Notices => _notices ?? [];

    /// <summary>What is remembered of the fleet's notices from now on; null: as it is.</summary>
    public FleetNotices? Fleet { get; private set; }
    public bool IsEmpty => _hours is not { Count: > 0 } && _audit is not { Count: > 0 } && _notices is not { Count: > 0 } && Fleet is null;

    /// <summary>Adds to what is known of a bot's hour.</summary>
    public void Count(BotId bot, DateTimeOffset at, HourFigures figures)
    {
        var utc = at.ToUniversalTime();
        var hour = utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerHour));
        _hours ??= [];
        _hours[(bot, hour)] = _hours.TryGetValue((bot, hour), out var before) ? before.Plus(figures) : figures;
    }

    public void Note(AuditEntry entry) => (_audit ??= []).Add(entry);

    public void Remember(BotId bot, BotNotices? notices) => (_notices ??= [])[bot] = notices;

    public void Remember(FleetNotices fleet) => Fleet = fleet;

    /// <summary>As if nothing had been handled; the room stays.</summary>
    public void Clear()
    {
        _hours?.Clear();
        _audit?.Clear();
        _notices?.Clear();
        Fleet = null;
    }

    /// <summary>Adds those of another.</summary>
    public void Add(SubscriberEffects others)
    {
        if (others.IsEmpty) return;
        foreach (var ((bot, hour), figures) in others.Hours) Count(bot, hour, figures);
        foreach (var entry in others.Audit) Note(entry);
        foreach (var (bot, notices) in others.Notices) Remember(bot, notices);
        Fleet = others.Fleet ?? Fleet;
    }
}
