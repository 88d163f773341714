using System.Globalization;

namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>Runs histories by their seeds.</summary>
internal static class Histories
{
    /// <summary>Null: all promises were kept.</summary>
    public static Violation? Run(ulong seed, PlantedBug bug = PlantedBug.None) => Run(new World(seed, bug, traced: false));

    /// <summary>The same history once more, told line by line.</summary>
    public static string Tell(ulong seed, PlantedBug bug = PlantedBug.None)
    {
        var world = new World(seed, bug, traced: true);
        var violation = Run(world);
        return string.Create(CultureInfo.InvariantCulture, $"seed {seed} ({bug}): {violation?.Message ?? "all promises kept"}\n{world.Trace.Text}");
    }

    /// <summary>The first seed of the range that breaks a promise (or the given one).</summary>
    public static (ulong Seed, Violation Violation)? FirstFailure(ulong from, int count, PlantedBug bug = PlantedBug.None, Promise? promise = null) =>
        Seeds.First(from, count, seed => Run(seed, bug) is { } violation && (promise is null || violation.Promise == promise) ? violation : null);

    private static Violation? Run(World world)
    {
        try
        {
            world.Run();
            return null;
        }
        catch (Violation violation)
        {
            return violation;
        }
    }
}
