using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Events.Subscribers;

namespace MultiBot.Grains.Tests;

/// <summary>The silo that looks after old events looks after the figures, too.</summary>
public abstract class FiguresRetentionContract(ClusterFixture cluster)
{
    [Fact]
    public async Task Figures_ThatAreOlderThanTheirDays_AreGoneByThemselves_AndOthersStay()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        var now = TimeProvider.System.GetUtcNow();
        var hour = now.Add(-TimeSpan.FromTicks(now.Ticks % TimeSpan.TicksPerHour));
        var effects = new SubscriberEffects();
        foreach (var days in (int[])[399, 401, 500]) effects.Count(bot.Id, hour.AddDays(-days), new HourFigures { Sent = days });
        var subscription = new Subscription($"figures-of-{bot.Id}", 0);

        Assert.True(await cluster.Silo.GetRequiredService<ISubscriptions>().AdvanceAsync(subscription, 0, 1, effects, CancellationToken.None));

        var left = await TestBot.EventuallyAsync(
            () => cluster.Queries.ReadFiguresAsync(bot.Id, hour.AddDays(-1000), hour.AddDays(-1), CancellationToken.None), figures => figures.Count < 3);
        Assert.Equal([399L], left.Select(one => one.Figures.Sent));
    }
}

public sealed class FiguresRetentionTests(ClusterFixture cluster) : FiguresRetentionContract(cluster);

[Collection(PostgresClusterFixture.Collection)]
public sealed class FiguresRetentionOnPostgresTests(PostgresClusterFixture cluster) : FiguresRetentionContract(cluster.Wanted());
