using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;

namespace MultiBot.Domain.Events.Subscribers;

/// <summary>What handling events writes into the database, kept until the subscriber's position is stored with it. For one thread at a time.</summary>
public sealed class SubscriberEffects
{
    private Dictionary<(BotId Bot, DateTimeOffset Hour), HourFigures>? _hours;
    private List<AuditEntry>? _audit;

    public IReadOnlyCollection<KeyValuePair<(BotId Bot, DateTimeOffset Hour), HourFigures>> Hours => _hours ?? [];
    public IReadOnlyList<AuditEntry> Audit => _audit ?? [];
    public bool IsEmpty => _hours is null && _audit is null;

    /// <summary>Adds to what is known of a bot's hour.</summary>
    public void Count(BotId bot, DateTimeOffset at, HourFigures figures)
    {
        var utc = at.ToUniversalTime();
        var hour = utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerHour));
        _hours ??= [];
        _hours[(bot, hour)] = _hours.TryGetValue((bot, hour), out var before) ? before.Plus(figures) : figures;
    }

    public void Note(AuditEntry entry) => (_audit ??= []).Add(entry);

    /// <summary>Adds those of another.</summary>
    public void Add(SubscriberEffects others)
    {
        foreach (var ((bot, hour), figures) in others.Hours) Count(bot, hour, figures);
        foreach (var entry in others.Audit) Note(entry);
    }
}
