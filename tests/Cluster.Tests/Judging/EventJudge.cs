namespace MultiBot.Cluster.Tests.Judging;

/// <summary>The events of one bot against its messages, and what listeners were told against the events.</summary>
internal static class EventJudge
{
    /// <summary>Every fact has its event, once, and every event its fact.</summary>
    public static IEnumerable<string> OfFacts(string bot, IReadOnlySet<(string Type, long Message)> facts, IReadOnlyList<SeenEvent> log)
    {
        var events = log.CountBy(one => (one.Type, one.Message)).ToDictionary();
        foreach (var fact in facts.Where(fact => !events.ContainsKey(fact)))
            yield return $"{bot}: {fact} has no event";
        foreach (var (fact, times) in events.Where(one => !facts.Contains(one.Key) || one.Value > 1))
            yield return $"{bot}: {fact} has {times} events and {(facts.Contains(fact) ? "one fact" : "no fact")}";
    }

    /// <summary>Who goes on behind the last event that he has: all of them, once, in order.</summary>
    public static IEnumerable<string> OfFollower(string bot, IReadOnlyList<SeenEvent> log, IReadOnlyList<SeenEvent> seen) =>
        log.SequenceEqual(seen) ? [] : [$"{bot}: a follower saw {Difference(log, seen)}"];

    /// <summary>At least once and in order: what is not a repeat of something older is the log.</summary>
    public static IEnumerable<string> OfSubscriber(string bot, IReadOnlyList<SeenEvent> log, IReadOnlyList<SeenEvent> seen)
    {
        var first = new List<SeenEvent>();
        foreach (var one in seen.Where(one => first.Count == 0 || one.Seq > first[^1].Seq))
            first.Add(one);
        if (!log.SequenceEqual(first))
            yield return $"{bot}: a subscriber was told {Difference(log, first)}";
        // A repeat begins somewhere behind, and goes on in order from there.
        foreach (var (before, after) in seen.Zip(seen.Skip(1)).Where(pair => pair.Second.Seq > pair.First.Seq && IsHole(log, pair.First, pair.Second)))
            yield return $"{bot}: a subscriber was told {after} after {before}, and nothing of what is between";
    }

    private static bool IsHole(IReadOnlyList<SeenEvent> log, SeenEvent before, SeenEvent after) => log.Any(one => one.Seq > before.Seq && one.Seq < after.Seq);

    private static string Difference(IReadOnlyList<SeenEvent> log, IReadOnlyList<SeenEvent> seen)
    {
        var at = log.Zip(seen).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"{seen.Count} of {log.Count} events, different from number {at + 1}: {seen.ElementAtOrDefault(at)} instead of {log.ElementAtOrDefault(at)}";
    }
}
