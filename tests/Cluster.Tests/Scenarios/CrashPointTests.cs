using MultiBot.ArmedSilo.Points;
using MultiBot.Cluster.Tests.Fixtures;

namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>
/// Messages are held at every point of their life at once, at many of one silo; then the silo is struck once. Whatever the point and the
/// fault, nothing is lost, nothing doubled without a record, nothing out of order.
/// </summary>
public sealed class CrashPointTests(ClusterFixture clusters, ITestOutputHelper output)
{
    private static readonly CrashPoint[] Receiving = [CrashPoint.ReceivedNotStored, CrashPoint.StoredNotTold, CrashPoint.StoredNotNudged];

    /// <summary>One chat of a bot for each. The last chat asks for answers in two messages, of which the second waits for its claim.</summary>
    private static readonly CrashPoint[] Answering = [CrashPoint.Generating, CrashPoint.SendingNotSent, CrashPoint.SentNotRecorded, CrashPoint.CommittedNotSending];

    /// <summary>Undisturbed load before each fault; the many rounds of a long run need no more.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    private static TimeSpan Short => Scenario.Plan.ShortOutage;

    private static TimeSpan Long => Scenario.Plan.Outage;

    [Fact]
    public async Task Fault_AtEveryPointOfAMessage_LosesNothing()
    {
        await using var scenario = await Scenario.StartAsync(clusters, output, before: cluster => cluster.RestartAsync(cluster.Silos[0], SiloGuise.Armed));
        scenario.Calm = Calm;
        var victim = scenario.Cluster.Silos[0];
        var arms = new ArmsOfSilo(victim);

        for (var round = 1; round <= Scenario.Plan.CrashPoints; round++)
        {
            // Whether a row that stood at «sending» or «sent» went out, nobody can know then.
            await StrikeAsync(scenario, victim, "kill -9", victim.Process.KillAsync, uncertainPerBot: 2);
            await scenario.Cluster.StartAsync([victim]);

            await StrikeAsync(scenario, victim, "an exception", () => arms.LetGoAsync(failing: true), uncertainPerBot: 1);
            Assert.True(victim.Process.IsRunning, victim.Process.Output);

            await StrikeAsync(scenario, victim, $"the database cut off for {Short.TotalSeconds} s", () => CutAsync(victim, arms));
            await scenario.ComesBackAsync(victim);

            await StrikeAsync(scenario, victim, $"frozen for {Short.TotalSeconds} s", () => FreezeAsync(victim, arms, Short));
            await scenario.ComesBackAsync(victim);

            await StrikeAsync(scenario, victim, $"frozen for {Long.TotalSeconds} s", () => FreezeAsync(victim, arms, Long), uncertainPerBot: 2);
            await scenario.ComesBackAsync(victim);
        }

        await scenario.JudgeAsync(mayBeUncertain: true);
    }

    /// <param name="scenario">The load.</param>
    /// <param name="victim">Whose chats are held.</param>
    /// <param name="what">For the report.</param>
    /// <param name="strike">What befalls it then.</param>
    /// <param name="uncertainPerBot">So many rows must be on record as uncertain: fewer would mean that they were not where they were said to be.</param>
    private async Task StrikeAsync(Scenario scenario, ClusterSilo victim, string what, Func<Task> strike, int uncertainPerBot = 0)
    {
        await scenario.Cluster.AllRunAsync();
        await scenario.Cluster.EvenOutAsync();
        var bots = 0;
        var uncertain = await scenario.DisturbAsync(what, async () => bots = await HoldAsync(scenario, victim, what), strike, victim);
        Assert.True(uncertain >= uncertainPerBot * bots, $"{what}: {uncertain} rows are uncertain, of {bots} bots.");
    }

    /// <summary>Bots that are stopped while they receive let nothing on to their chats: these are stopped first.</summary>
    /// <returns>Of how many bots.</returns>
    private async Task<int> HoldAsync(Scenario scenario, ClusterSilo victim, string what)
    {
        var arms = new ArmsOfSilo(victim);
        var bots = (await scenario.Cluster.HoldersAsync()).Where(bot => bot.Value == victim.Name).Select(bot => bot.Key).Order().ToList();
        Assert.True(bots.Count >= Receiving.Length, $"{victim.Name} has {bots.Count} bots: too few to stop one at each point.");
        List<Arm> answering = [.. bots.SelectMany(bot => Answering.Select((point, chat) => new Arm(point, bot, chat + 1)))];
        List<Arm> receiving = [.. bots.Select((bot, index) => new Arm(Receiving[index % Receiving.Length], bot, Chat: null))];

        scenario.Load.AsksAtLength = true;
        await arms.HoldAsync(answering);
        scenario.Load.AsksAtLength = false;
        await arms.HoldAsync(receiving);
        output.WriteLine($"{what}, held: {string.Join(", ", receiving.Concat(answering).CountBy(arm => arm.Point).OrderBy(point => point.Key).Select(point => $"{point.Value} {point.Key}"))}");
        return bots.Count;
    }

    private static async Task CutAsync(ClusterSilo victim, ArmsOfSilo arms)
    {
        victim.IsDisturbed = true;
        await victim.Database.RefuseAsync();
        await arms.LetGoAsync();
        await Task.Delay(Short, TimeProvider.System);
        victim.Database.Restore();
    }

    private static async Task FreezeAsync(ClusterSilo victim, ArmsOfSilo arms, TimeSpan outage)
    {
        victim.IsDisturbed = true;
        victim.Process.Freeze();
        await Task.Delay(outage, TimeProvider.System);
        await arms.ThawAndLetGoAsync();
    }
}
