using System.Net.Http.Json;
using MultiBot.ArmedSilo.Points;
using MultiBot.Silo.Api.Json;

namespace MultiBot.Cluster.Tests.Fixtures;

/// <summary>How a silo in the guise <see cref="SiloGuise.Armed"/> is told where to stop, and to go on.</summary>
internal sealed class ArmsOfSilo(ClusterSilo silo)
{
    private const int PatienceSeconds = 25;

    /// <summary>Completes when at each of these points, and of those armed before, somebody waits.</summary>
    public async Task HoldAsync(IEnumerable<Arm> arms)
    {
        using var armed = await silo.Process.Http.PostAsJsonAsync("/armed", arms, ApiJson.Options);
        armed.EnsureSuccessStatusCode();
        var missing = await silo.Process.Http.GetFromJsonAsync<List<Arm>>($"/armed/missing?patience={PatienceSeconds}", ApiJson.Options);
        Assert.True(missing is [], $"Nobody comes to {string.Join(", ", missing!)}:\n{silo.Process.Output}");
    }

    /// <summary>Nobody is stopped any more; who waits goes on, or fails where it is.</summary>
    public async Task LetGoAsync(bool failing = false)
    {
        using var answer = await silo.Process.Http.PostAsync($"/armed/let-go?failing={failing}", content: null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Let go in the moment in which it moves again: the request waits in a silo that stands still. One that ends instead is no failure.</summary>
    public async Task ThawAndLetGoAsync()
    {
        var letGo = LetGoAsync();
        silo.Process.Thaw();
        try
        {
            await letGo;
        }
        catch (HttpRequestException)
        {
            // It found itself declared dead before it came to answer.
        }
    }
}
