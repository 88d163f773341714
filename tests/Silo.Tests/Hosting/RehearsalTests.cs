using Microsoft.Extensions.DependencyInjection;
using MultiBot.Silo.Hosting;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Hosting;

public sealed class RehearsalTests
{
    [Fact]
    public async Task Rehearsal_IsPlayedToItsEnd()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.True(await silo.Services.GetRequiredService<Rehearsal>().RunAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("rehearsal", await silo.Client.GetStringAsync("/api/v1/bots", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
