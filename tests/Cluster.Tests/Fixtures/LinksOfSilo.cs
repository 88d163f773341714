using MultiBot.SiloProcesses.Faults;

namespace MultiBot.Cluster.Tests.Fixtures;

/// <summary>The way of a silo in the guise <see cref="SiloGuise.Armed"/> to the others; its HTTP port stands apart.</summary>
internal sealed class LinksOfSilo(ClusterSilo silo)
{
    /// <summary>What the silo says (<see cref="LinkDirection.ToServer"/>) or hears (<see cref="LinkDirection.ToCaller"/>) is lost.</summary>
    public Task SwallowAsync(LinkDirection direction) => TellAsync($"/links/swallow?direction={direction}");

    public Task RestoreAsync() => TellAsync("/links/restore");

    private async Task TellAsync(string path)
    {
        using var answer = await silo.Process.Http.PostAsync(path, content: null);
        answer.EnsureSuccessStatusCode();
    }
}
