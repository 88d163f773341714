using MultiBot.Cluster.Tests.Fixtures;
using MultiBot.Cluster.Tests.Judging;

namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>
/// Events survive what befalls who writes them, who delivers them and where they are kept. Bots and partitions of the log are both dealt
/// out over the three silos, each by a rule of its own: the death of one silo takes from some bots the writer, from others the deliverer,
/// from some both.
/// </summary>
public sealed class EventCrashTests(ClusterFixture clusters, ITestOutputHelper output)
{
    [Fact]
    public async Task Crashes_LoseNoEvent_AndKeepTheOrderOfEachBot()
    {
        EventCatcher? catcher = null;
        EventFollower? follower = null;
        await using var scenario = await Scenario.StartAsync(clusters, output, async cluster =>
        {
            catcher = await EventCatcher.StartAsync(cluster);
            follower = new EventFollower(cluster);
            await follower.FollowsAsync();
        });
        await using var catching = catcher;
        await using var following = follower;
        var server = scenario.Cluster.Server;

        for (var round = 1; round <= Scenario.Plan.EventCrashes; round++)
        {
            var busiest = await scenario.BusiestAsync();
            var victim = round % 2 == 1 ? follower!.Silo! : busiest;
            await scenario.DisturbAsync($"kill -9 of {victim.Name}", victim.Process.KillAsync, victim);
            await scenario.Cluster.StartAsync([victim]);
            await scenario.DisturbAsync(
                "the server crashes and starts again",
                async () =>
                {
                    await server.StopImmediatelyAsync();
                    await server.StartAgainAsync();
                },
                scenario.Cluster.Silos);
        }

        await scenario.JudgeAsync(mayBeUncertain: true, () => JudgeAsync(scenario, catcher!, follower!));
    }

    /// <summary>What a subscriber of the partition streams has counted, each event once, whatever it was told twice.</summary>
    private static Task FiguresAsync(Scenario scenario, Dictionary<string, List<SeenEvent>> logs) => scenario.Cluster.BecomesAsync("the hourly figures are the log's", async () =>
    {
        foreach (var (bot, log) in logs)
        {
            var hours = (await scenario.Cluster.Speaker.GetAsync($"/metrics/bots/{bot}")).GetProperty("items").EnumerateArray().ToList();
            foreach (var (field, type) in ((string, string)[])[("received", SeenEvent.Received), ("sent", SeenEvent.Sent)])
            {
                if (hours.Sum(hour => hour.GetProperty(field).GetInt64()) != log.Count(one => one.Type == type)) return false;
            }
        }

        return true;
    });

    private async Task JudgeAsync(Scenario scenario, EventCatcher catcher, EventFollower follower)
    {
        var bots = scenario.Load.Bots.Select(scenario.Load.BotId).ToList();
        var logs = new Dictionary<string, List<SeenEvent>>();
        var complaints = new List<string>();
        foreach (var bot in bots)
        {
            logs[bot] = await scenario.Cluster.EventsAsync(bot);
            complaints.AddRange(EventJudge.OfFacts(bot, await scenario.Load.FactsAsync(bot), logs[bot]));
        }

        await FiguresAsync(scenario, logs);
        await ToldAsync("the follower has seen all events", follower.Seen);
        await ToldAsync("the subscriber has been told of all events", catcher.Caught);
        var (seen, caught) = (follower.Seen.ToLookup(one => one.Bot), catcher.Caught.ToLookup(one => one.Bot));
        complaints.AddRange(bots.SelectMany(bot => EventJudge.OfFollower(bot, logs[bot], [.. seen[bot]])));
        complaints.AddRange(bots.SelectMany(bot => EventJudge.OfSubscriber(bot, logs[bot], [.. caught[bot]])));
        output.WriteLine($"{logs.Values.Sum(log => log.Count)} events of messages; the follower saw {follower.Seen.Count} over {follower.Breaks + 1} streams, the subscriber was told {catcher.Caught.Count}");
        Assert.True(follower.Breaks > 0, "No stream broke: nothing was resumed.");
        Assert.True(complaints.Count == 0, string.Join('\n', complaints.Take(20)));

        // Whether they are all the right ones is judged; here is waited for the last of each bot.
        Task ToldAsync(string what, IEnumerable<SeenEvent> told) => scenario.Cluster.BecomesAsync(what, () =>
        {
            follower.Check();
            var last = told.GroupBy(one => one.Bot).ToDictionary(bot => bot.Key, bot => bot.Max(one => one.Seq));
            return Task.FromResult(bots.TrueForAll(bot => logs[bot].Count == 0 || (last.TryGetValue(bot, out var seq) && seq >= logs[bot][^1].Seq)));
        });
    }
}
