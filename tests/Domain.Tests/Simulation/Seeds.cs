using System.Globalization;

namespace MultiBot.Domain.Tests.Simulation;

/// <summary>
/// Histories by their seeds. <c>MULTIBOT_SIMULATION_RUNS</c> sets how many are tried, <c>MULTIBOT_SIMULATION_SEED</c> replays one.
/// </summary>
internal static class Seeds
{
    public static ulong? ToReplay => Setting("MULTIBOT_SIMULATION_SEED");

    public static int Runs(int otherwise) => (int)(Setting("MULTIBOT_SIMULATION_RUNS") ?? (ulong)otherwise);

    /// <summary>The first seed of the range for which <paramref name="run"/> finds something; the same whatever the number of processors.</summary>
    public static (ulong Seed, T Found)? First<T>(ulong from, int count, Func<ulong, T?> run)
        where T : class
    {
        var found = new T?[count];
        Parallel.For(0, count, (index, loop) =>
        {
            if (loop.LowestBreakIteration < index)
                return;

            found[index] = run(from + (ulong)index);
            if (found[index] is not null)
                loop.Break();
        });
        var first = Array.FindIndex(found, result => result is not null);
        return first < 0 ? null : (from + (ulong)first, found[first]!);
    }

    private static ulong? Setting(string name) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
