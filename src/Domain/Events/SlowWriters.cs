namespace MultiBot.Domain.Events;

/// <summary>Writers that run for so long that they hold the log up; each is told once.</summary>
/// <param name="patience">Commits take milliseconds.</param>
public sealed class SlowWriters(TimeSpan patience)
{
    private Dictionary<string, Seen> _seen = [];

    /// <summary>Those that have just become slow.</summary>
    /// <param name="writers">Who runs.</param>
    /// <param name="now">Monotonic.</param>
    public IReadOnlyList<string> Observe(IReadOnlyCollection<string> writers, TimeSpan now)
    {
        _seen = writers.Distinct().ToDictionary(writer => writer, writer => _seen.GetValueOrDefault(writer, new Seen(now, Told: false)));
        string[] slow = [.. _seen.Where(writer => !writer.Value.Told && now - writer.Value.Since >= patience).Select(writer => writer.Key)];
        foreach (var writer in slow) _seen[writer] = _seen[writer] with { Told = true };
        return slow;
    }

    private readonly record struct Seen(TimeSpan Since, bool Told);
}
