namespace MultiBot.Cluster.Tests.Judging;

/// <summary>How long bots were silent after a fault.</summary>
internal static class Pauses
{
    /// <summary>
    /// Per bot: the longest that a message waited for its answer, of those not answered when the fault came or written before
    /// everything had caught up; a wait begins with the fault at the earliest. So a bot that was away for two seconds has two, to
    /// within the beat of the load.
    /// </summary>
    public static Dictionary<string, TimeSpan> PerBot(IEnumerable<ChatHistory> chats, DateTimeOffset fault, DateTimeOffset caughtUp) => chats
        .GroupBy(chat => chat.Bot)
        .ToDictionary(bot => bot.Key, bot => bot.SelectMany(chat => Waits(chat, fault, caughtUp)).DefaultIfEmpty().Max());

    /// <summary>The smallest value that so much of all don't exceed; zero of none.</summary>
    public static TimeSpan Percentile(IEnumerable<TimeSpan> values, double part)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * part) - 1, 0, sorted.Count - 1)];
    }

    private static IEnumerable<TimeSpan> Waits(ChatHistory chat, DateTimeOffset fault, DateTimeOffset caughtUp)
    {
        var answered = chat.Replies
            .SelectMany(reply => ChatHistory.MarkersOf(reply.Text).Select(marker => (marker, reply.At)))
            .GroupBy(answer => answer.marker)
            .ToDictionary(marker => marker.Key, marker => marker.Min(answer => answer.At));
        foreach (var (marker, written) in chat.Questions)
        {
            if (answered.TryGetValue(marker, out var at) && at >= fault && written <= caughtUp)
                yield return at - (written > fault ? written : fault);
        }
    }
}
