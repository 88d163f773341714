namespace MultiBot.Cluster.Tests.Judging;

/// <summary>
/// Who acted on a bot against who was given it. The lease's history says who held it, one after another; the sandbox says who acted, in
/// the order of effects. Whoever acts after another has begun must have been given the bot again: the actors are a subsequence of the
/// holders. No clocks are compared.
/// </summary>
internal static class Succession
{
    public static IEnumerable<Violation> Judge(string bot, IReadOnlyList<string> holders, IReadOnlyList<Actor> actors)
    {
        var holder = 0;
        Actor? before = null;
        foreach (var actor in actors.Where(actor => actor.Acted > 0))
        {
            if (actor.Silo == before?.Silo)
                continue;
            var next = holder;
            while (next < holders.Count && holders[next] != actor.Silo) next++;
            if (next < holders.Count)
                holder = next;
            else
                yield return new Violation(ViolationKind.Overlap, $"{bot}: {actor} after {before?.ToString() ?? "nobody"}; held by {string.Join(", ", holders)}");
            before = actor;
        }
    }
}

/// <summary>A span in which one process used a bot's token. Its label is the silo's name and the number of the start.</summary>
internal sealed record Actor(string Label, DateTimeOffset FirstAt, long Received, long Confirmed, long Sent)
{
    public long Acted => Received + Confirmed + Sent;

    public string Silo => Label.Split('.')[0];

    public override string ToString() => $"{Label} at {FirstAt:mm:ss.fff} (received {Received}, confirmed {Confirmed}, sent {Sent})";
}
