namespace MultiBot.Domain.Events.Subscribers;

/// <summary>Figures in equal steps without holes, as charts want them.</summary>
public static class FigureSeries
{
    /// <summary>The steps that touch the range, in order; one in which nothing happened has zeros.</summary>
    /// <param name="hours">By the hour; those outside don't count.</param>
    /// <param name="from">The first step is the one this moment is in.</param>
    /// <param name="to">The end; a step that begins here is not in it.</param>
    /// <param name="step">Whole hours, counted from midnight UTC.</param>
    public static IReadOnlyList<BotHour> Of(IEnumerable<BotHour> hours, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        var sums = new SortedDictionary<DateTimeOffset, HourFigures>();
        for (var at = StepOf(from, step); at < to; at += step) sums[at] = new HourFigures();
        foreach (var hour in hours)
        {
            var at = StepOf(hour.Hour, step);
            if (sums.TryGetValue(at, out var sum)) sums[at] = sum.Plus(hour.Figures);
        }

        return [.. sums.Select(sum => new BotHour(sum.Key, sum.Value))];
    }

    /// <summary>The beginning of the step that a moment is in.</summary>
    public static DateTimeOffset StepOf(DateTimeOffset at, TimeSpan step)
    {
        var utc = at.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % step.Ticks));
    }
}
