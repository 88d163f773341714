using MultiBot.Cluster.Tests.Fixtures;
using MultiBot.Cluster.Tests.Judging;

namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>
/// A cluster under steady load to which things happen, one after another: each is measured, and all of it is judged at the end by what
/// the people saw, what the silos recorded, and who acted for which bot.
/// </summary>
internal sealed class Scenario : IAsyncDisposable
{
    private readonly ITestOutputHelper _output;
    private readonly ClusterFixture _clusters;
    private readonly SteadyLoad _load;
    private readonly List<Disturbance> _disturbances = [];

    private bool _isInnocent;

    private Scenario(ITestOutputHelper output, ClusterFixture clusters, SiloCluster cluster, int number)
    {
        (_output, _clusters, Cluster) = (output, clusters, cluster);
        _load = new SteadyLoad(cluster, Plan, number);
    }

    public static ClusterPlan Plan => ClusterPlan.Current;

    public SiloCluster Cluster { get; }

    public SteadyLoad Load => _load;

    /// <summary>Undisturbed load before each fault and after the last.</summary>
    public TimeSpan Calm { get; set; } = Plan.Calm;

    /// <summary>Begins with three silos under load.</summary>
    /// <param name="clusters">Where the cluster comes from.</param>
    /// <param name="output">For the report.</param>
    /// <param name="before">Done to the cluster before there is a load.</param>
    public static async Task<Scenario> StartAsync(ClusterFixture clusters, ITestOutputHelper output, Func<SiloCluster, Task>? before = null)
    {
        var (cluster, number) = await clusters.TakeAsync();
        var scenario = new Scenario(output, clusters, cluster, number);
        try
        {
            await (before?.Invoke(cluster) ?? Task.CompletedTask);
            await scenario._load.StartAsync();
            return scenario;
        }
        catch
        {
            await scenario.DisposeAsync();
            throw;
        }
    }

    /// <summary>The silo with the most bots: what befalls it is felt.</summary>
    public async Task<ClusterSilo> BusiestAsync()
    {
        await Cluster.AllRunAsync();
        var holders = await Cluster.HoldersAsync();
        return Cluster.Silos.MaxBy(silo => holders.Values.Count(name => name == silo.Name))!;
    }

    /// <summary>Waits until everybody has written once more and all of it is answered.</summary>
    public Task CaughtUpAsync(string after) => _load.CaughtUpAsync(after);

    /// <summary>
    /// Some calm, then the fault, until everything written by its end is answered.
    /// </summary>
    /// <param name="what">For the report.</param>
    /// <param name="fault">What happens; completes when the harm is done and, where the fault passes, over.</param>
    /// <param name="victims">The silos it strikes; the others' bots are told apart in the report.</param>
    /// <returns>How many rows became uncertain by it.</returns>
    public Task<long> DisturbAsync(string what, Func<Task> fault, params IEnumerable<ClusterSilo> victims) =>
        DisturbAsync(what, () => Task.CompletedTask, fault, victims);

    /// <inheritdoc cref="DisturbAsync(string, Func{Task}, IEnumerable{ClusterSilo})"/>
    /// <param name="what">For the report.</param>
    /// <param name="before">Done after the calm; waits that it causes count from the fault on.</param>
    /// <param name="fault">What happens; completes when the harm is done and, where the fault passes, over.</param>
    /// <param name="victims">The silos it strikes; the others' bots are told apart in the report.</param>
    /// <returns>How many rows became uncertain by it.</returns>
    public async Task<long> DisturbAsync(string what, Func<Task> before, Func<Task> fault, params IEnumerable<ClusterSilo> victims)
    {
        await Task.Delay(Calm, TimeProvider.System);
        var struck = victims.Select(silo => silo.Name).ToHashSet();
        var bots = (await Cluster.HoldersAsync()).Where(bot => bot.Value is { } silo && struck.Contains(silo)).Select(bot => bot.Key).ToHashSet();
        Assert.True(struck.Count == 0 || bots.Count > 0, $"{what}: it has no bots, nothing would be tried.");
        var uncertain = await Cluster.Uncertain.CountAsync();
        await before();
        var at = TimeProvider.System.GetUtcNow();
        await fault();
        var caughtUp = await _load.CaughtUpAsync(what);
        var more = await Cluster.Uncertain.CountAsync() - uncertain;
        _disturbances.Add(new Disturbance(what, bots, at, caughtUp, more));
        return more;
    }

    /// <summary>
    /// A silo that was out of reach either goes on, or has found itself declared dead and ended; then it is started again, as a
    /// supervisor of processes does. Completes when every silo lists every silo.
    /// </summary>
    public async Task ComesBackAsync(ClusterSilo victim)
    {
        var began = TimeProvider.System.GetTimestamp();
        var starts = 0;
        do
        {
            if (!await victim.Process.GoesOnAsync())
            {
                await victim.StartAsync();
                starts++;
            }

            victim.IsDisturbed = false;
            await Cluster.SeesEverySiloAsync();
        }
        while (!victim.Process.IsRunning);
        _output.WriteLine($"{victim.Name} {(starts == 0 ? "went on" : "had ended and was started again")}: back after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s");
    }

    /// <summary>Waits for the end of all work, prints what came of it and judges.</summary>
    /// <param name="mayBeUncertain">Something happened that leaves rows uncertain.</param>
    /// <param name="also">What else has to be right.</param>
    public async Task JudgeAsync(bool mayBeUncertain, Func<Task>? also = null)
    {
        await Task.Delay(Calm, TimeProvider.System);
        await _load.StopAsync();
        var chats = await _load.ReadAsync();
        var holders = await Cluster.Leases.ReadAsync();
        List<Violation> violations = [.. chats.SelectMany(ChatJudge.Judge), .. await OverlapsAsync(holders)];
        var uncertain = chats.Sum(chat => chat.Uncertain.Count);
        Report(chats, uncertain, violations);
        _output.WriteLine($"{_load.Bots.Sum(bot => holders[_load.BotId(bot)].Count() - 1)} moves of bots");
        Assert.True(violations.Count == 0, string.Join('\n', violations.Take(20).Select(violation => $"{violation.Kind}: {violation.What}")));
        Assert.True(mayBeUncertain || uncertain == 0, $"{uncertain} rows are uncertain, and nothing happened that could make one so.");
        await (also?.Invoke() ?? Task.CompletedTask);
        _isInnocent = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _load.DisposeAsync();
        if (!_isInnocent)
        {
            await Cluster.DisposeAsync();
            return;
        }

        await _load.RemoveAsync();
        _clusters.GiveBack(Cluster);
    }

    private async Task<IEnumerable<Violation>> OverlapsAsync(ILookup<string, string> holders)
    {
        var violations = new List<Violation>();
        foreach (var bot in _load.Bots)
        {
            var answer = await Cluster.People.SessionsAsync(_load.Token(bot));
            Assert.Equal(0, answer.GetProperty("forgotten").GetInt64());
            var actors = answer.GetProperty("sessions").EnumerateArray().Select(session => new Actor(
                session.GetProperty("label").GetString()!,
                session.GetProperty("firstAt").GetDateTimeOffset(),
                session.GetProperty("received").GetInt64(),
                session.GetProperty("confirmed").GetInt64(),
                session.GetProperty("sent").GetInt64()));
            violations.AddRange(Succession.Judge(_load.BotId(bot), [.. holders[_load.BotId(bot)]], [.. actors]));
        }

        return violations;
    }

    private void Report(IReadOnlyList<ChatHistory> chats, int uncertain, List<Violation> violations)
    {
        _output.WriteLine($"{Plan.Bots} bots × {Plan.ChatsPerBot} chats, {chats.Sum(chat => chat.Questions.Count())} messages, {chats.Sum(chat => chat.Replies.Count())} replies, "
            + $"{uncertain} rows uncertain, {chats.Sum(ChatJudge.Copies)} second copies of them; "
            + string.Join(", ", Enum.GetValues<ViolationKind>().Select(kind => $"{violations.Count(violation => violation.Kind == kind)} {kind.ToString().ToLowerInvariant()}")));
        foreach (var disturbance in _disturbances)
        {
            var pauses = Pauses.PerBot(chats, disturbance.At, disturbance.CaughtUp);
            _output.WriteLine($"{disturbance.What}: {Told("its bots", pauses.Where(bot => disturbance.Bots.Contains(bot.Key)))}; "
                + $"{Told("others", pauses.Where(bot => !disturbance.Bots.Contains(bot.Key)))}; {disturbance.Uncertain} rows uncertain");
        }
    }

    private static string Told(string whose, IEnumerable<KeyValuePair<string, TimeSpan>> pauses)
    {
        var values = pauses.Select(bot => bot.Value).ToList();
        return $"{values.Count} {whose} paused p50 {Pauses.Percentile(values, 0.5).TotalSeconds:F2} s, p99 {Pauses.Percentile(values, 0.99).TotalSeconds:F2} s";
    }

    private sealed record Disturbance(string What, IReadOnlySet<string> Bots, DateTimeOffset At, DateTimeOffset CaughtUp, long Uncertain);
}
