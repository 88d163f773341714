namespace MultiBot.Load.Reports;

/// <summary>Several figures of one kind.</summary>
internal sealed record Spread(double Median, double Min, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(Round((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2), Round(sorted[0]), Round(sorted[^1]));
    }

    private static double Round(double value) => Math.Round(value, 3);
}
