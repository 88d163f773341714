using MultiBot.Cluster.Tests.Fixtures;
using MultiBot.PrivatePostgres;

[assembly: AssemblyFixture(typeof(ClusterFixture))]

namespace MultiBot.Cluster.Tests.Fixtures;

/// <summary>
/// One cluster of three silos for all scenarios, one after another: starting it takes longer than most of them. Each has bots of its own;
/// after one that failed the next gets a new cluster.
/// </summary>
public sealed class ClusterFixture : IAsyncDisposable
{
    private const int Silos = 3;

    private SiloCluster? _idle;
    private int _scenarios;

    /// <summary>A sound cluster, and a number that no scenario had before.</summary>
    internal async Task<(SiloCluster Cluster, int Scenario)> TakeAsync()
    {
        Assert.SkipUnless(PostgresTests.AreWanted, "PostgreSQL is left out (--no-postgres).");
        var cluster = _idle ?? await SiloCluster.StartAsync(ClusterPlan.Current, Silos);
        _idle = null;
        foreach (var disguised in cluster.Silos.Where(silo => silo.Guise != SiloGuise.Ordinary && silo.Process.IsRunning))
            await cluster.RestartAsync(disguised, SiloGuise.Ordinary);
        await cluster.StartAsync(cluster.Silos.Where(silo => !silo.Process.IsRunning));
        return (cluster, ++_scenarios);
    }

    /// <summary>Only sound ones, without bots.</summary>
    internal void GiveBack(SiloCluster cluster) => _idle = cluster;

    public async ValueTask DisposeAsync()
    {
        if (_idle is not null)
            await _idle.DisposeAsync();
    }
}
