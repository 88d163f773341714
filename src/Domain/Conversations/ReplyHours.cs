using MultiBot.Domain.Bots;
using MultiBot.Domain.Schedules;

namespace MultiBot.Domain.Conversations;

/// <summary>
/// When a persona answers, by its own clock: within its windows, and not while it is away. What comes in between waits for the next
/// opening. Pure; the same message is answered at the same moment, whoever asks and how often.
/// </summary>
/// <param name="Windows">Null: at all hours.</param>
/// <param name="AwayUntil">Before it, at none.</param>
public sealed record ReplyHours(Schedule? Windows, DateTimeOffset? AwayUntil)
{
    // Of windows that are short and far apart the last are as good as all: some months have passed.
    private const int MostWindows = 64;

    public static ReplyHours Always { get; } = new(null, null);

    /// <param name="bot">Checked when it was read.</param>
    public static ReplyHours From(BotConfig bot) => bot.Pacing is { ReplyWindows: null, AwayUntil: null }
        ? Always
        : new(bot.Pacing.ReplyWindows is { } windows ? Schedule.Of(windows, TimeZoneInfo.FindSystemTimeZoneById(bot.Persona.TimeZone)) : null, bot.Pacing.AwayUntil);

    private bool AreAll => this is { Windows: null, AwayUntil: null };

    /// <summary>The earliest moment, <paramref name="instant"/> or later, at which the persona answers. The end of time: never.</summary>
    public DateTimeOffset OpensAt(DateTimeOffset instant)
    {
        var from = AwayUntil > instant ? AwayUntil.Value : instant;
        return Windows is null ? from : Windows.NextOpening(from) ?? DateTimeOffset.MaxValue;
    }

    /// <summary>
    /// When a message is to be answered, as far as hours go: a moment that has passed means at once. What waited for an opening is answered
    /// within <paramref name="delay"/> after it, or within the window when that is shorter.
    /// </summary>
    public DateTimeOffset AnswersFrom(DateTimeOffset came, DateTimeOffset now, TimeSpan delay)
    {
        if (AreAll) return came;
        var opening = OpensAt(came);
        if (opening == DateTimeOffset.MaxValue) return opening;
        var at = opening > came ? Delayed(opening, delay) : came;
        var seen = at > now ? at : now;
        opening = OpensAt(seen);
        // Open when it came and open now: no clock that is ahead delays it.
        return opening > seen ? Delayed(opening, delay) : at == came && came > now && OpensAt(now) == now ? now : at;
    }

    /// <summary>The moment by which <paramref name="open"/> has passed since, hours in which nothing is answered left out.</summary>
    public DateTimeOffset After(DateTimeOffset came, TimeSpan open)
    {
        if (AreAll) return came + open;
        var at = OpensAt(came);
        for (var window = 1; window < MostWindows && at < DateTimeOffset.MaxValue && Windows?.NextClosing(at) is { } closing && closing - at < open; window++)
        {
            open -= closing - at;
            at = OpensAt(closing);
        }

        return at < DateTimeOffset.MaxValue - open ? at + open : DateTimeOffset.MaxValue;
    }

    /// <summary>It was open from one moment to the other.</summary>
    public bool WasOpen(DateTimeOffset from, DateTimeOffset to) => to <= from || After(from, to - from) == to;

    private DateTimeOffset Delayed(DateTimeOffset opening, TimeSpan delay)
    {
        if (opening == DateTimeOffset.MaxValue) return opening;
        while (delay > TimeSpan.Zero && OpensAt(opening + delay) > opening + delay) delay /= 2;
        return opening + delay;
    }
}
