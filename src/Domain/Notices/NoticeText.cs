using System.Globalization;
using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Notices;

/// <summary>All words of notices, in one place: plain, short, of this bot only, codes instead of what people wrote.</summary>
public static class NoticeText
{
    private static readonly TimeSpan Lately = TimeSpan.FromHours(12);

    public static string Of(BotId bot, IReadOnlyCollection<NoticeLine> lines, IReadOnlyCollection<NoticeLine> earlier, DateTimeOffset now)
    {
        // Recoveries last: they are how it stands.
        var said = lines.OrderBy(line => line.Kind).Select(line => Sentence(line, now)).ToList();
        if (earlier.Count > 0) said.Insert(0, Earlier(earlier, now));
        return $"{bot}: {string.Join('\n', said)}";
    }

    private static string Sentence(NoticeLine line, DateTimeOffset now) => line.Kind switch
    {
        NoticeKind.Started => $"It runs again since {Time(line.Last, now)}.",
        NoticeKind.OperatorAsked => $"{line.Kind} {(line.Count == 1 ? "at" : $"{Times(line.Count)} since")} {Time(line.First, now)}, {Chats(line)}.",
        _ when line.Count == 1 => $"{line.Kind} at {Time(line.First, now)}{(line.LastCode is { } code ? $", {code}" : "")}.",
        _ => $"{line.Kind} {Times(line.Count)} since {Time(line.First, now)}{(line.LastCode is { } last ? $", last {last}" : "")}.",
    };

    private static string Earlier(IReadOnlyCollection<NoticeLine> lines, DateTimeOffset now)
    {
        var what = lines.OrderBy(line => line.Kind).Select(line => line.Kind switch
        {
            NoticeKind.Started => "it ran again",
            _ => $"{line.Kind} {Times(line.Count)}{(line.LastCode is { } last ? $", last {last}" : "")}",
        });
        return $"Earlier, from {Time(lines.Min(line => line.First), now)} to {Time(lines.Max(line => line.Last), now)}: {string.Join("; ", what)}.";
    }

    /// <summary>Where the questions came up: each is an errand for whoever reads it.</summary>
    private static string Chats(NoticeLine line) => string.Join(", ", line.Codes) + (line.Codes.Length == NoticeLine.MostCodes ? ", perhaps more" : "");

    private static string Times(long count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count} times");

    private static string Time(DateTimeOffset at, DateTimeOffset now) => at.UtcDateTime.ToString(
        (now - at).Duration() < Lately ? "HH:mm 'UTC'" : "d MMM HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
