using System.Text.RegularExpressions;

namespace MultiBot.Silo.Tests.Telemetry;

/// <summary>What <c>/metrics</c> prints, as Prometheus reads it.</summary>
internal sealed partial class Exposition
{
    private Exposition(string text) => Text = text;

    public string Text { get; }

    /// <summary>Names of all series.</summary>
    public HashSet<string> Names => [.. Line().Matches(Text).Select(line => line.Groups["name"].Value)];

    public static async Task<Exposition> ReadAsync(HttpClient client) => new(await client.GetStringAsync("/metrics"));

    /// <summary>Looks until it is so: as Prometheus would, which can only ask.</summary>
    public static async Task<Exposition> UntilAsync(HttpClient client, Func<Exposition, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        while (true)
        {
            var last = await ReadAsync(client);
            if (isSo(last)) return last;
            Assert.False(patience.IsCancellationRequested, last.Text);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>The sum over all series of this name with this label; null: there is none.</summary>
    public double? Value(string name, string label = "")
    {
        var found = Line().Matches(Text).Where(line => line.Groups["name"].Value == name && line.Groups["labels"].Value.Contains(label, StringComparison.Ordinal)).ToList();
        return found.Count == 0 ? null : found.Sum(line => double.Parse(line.Groups["value"].Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{[^\n]*\})? (?<value>\S+)""", RegexOptions.Multiline)]
    private static partial Regex Line();
}
