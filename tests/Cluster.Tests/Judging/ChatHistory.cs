using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiBot.Cluster.Tests.Judging;

/// <summary>
/// One chat as its person saw it, with what the silos have on record about it. The person's messages bear the markers «#1», «#2», …
/// in this order, and a reply names the markers that it answers. A reply in two messages «begins» with «~1» and «ends» with «#1». <c>Uncertain</c> holds the texts of the rows that the silos recorded
/// as uncertain.
/// </summary>
internal sealed partial record ChatHistory(string Bot, long Chat, IReadOnlyList<ChatLine> Lines, IReadOnlyList<string> Uncertain)
{
    public IEnumerable<(int Marker, DateTimeOffset At)> Questions =>
        Lines.Where(line => !line.FromBot).SelectMany(line => MarkersOf(line.Text).Select(marker => (marker, line.At)));

    public IEnumerable<ChatLine> Replies => Lines.Where(line => line.FromBot);

    public static IEnumerable<int> MarkersOf(string text) =>
        Marker().Matches(text).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    /// <summary>What the first of two messages begins to answer.</summary>
    public static IEnumerable<int> BegunBy(string text) =>
        Beginning().Matches(text).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    /// <summary>What the second of two messages answers.</summary>
    public static IEnumerable<int> EndedBy(string text) => text.StartsWith("ends", StringComparison.Ordinal) ? MarkersOf(text) : [];

    [GeneratedRegex(@"#(\d+)")]
    private static partial Regex Marker();

    [GeneratedRegex(@"~(\d+)")]
    private static partial Regex Beginning();
}

/// <summary>One message, by the sandbox's clock.</summary>
internal readonly record struct ChatLine(DateTimeOffset At, bool FromBot, string Text);
