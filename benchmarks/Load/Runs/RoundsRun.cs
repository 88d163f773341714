using MultiBot.Load.Measuring;
using MultiBot.Load.Reports;
using MultiBot.Load.Subjects;

namespace MultiBot.Load.Runs;

/// <summary>One subject after another under the same load, round after round, with all of them kept alive and warm.</summary>
internal static class RoundsRun
{
    /// <summary>Late copies of an answer are still counted.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(2);

    public static async Task<RoundsReport> RunAsync(
        LoadPlan plan, int rounds, IReadOnlyList<Func<Stage, CancellationToken, Task<Subject>>> starts, bool withPeer, RunLog log, CancellationToken cancelled)
    {
        await using var stage = await Stage.SetAsync(plan, withPeer, cancelled);
        var subjects = new List<Subject>();
        foreach (var start in starts)
        {
            subjects.Add(await start(stage, cancelled));
            log.Say($"{subjects[^1].Name}: up, {subjects[^1].Crowd.Bots.Count} bots poll");
        }

        var measured = new List<Measurement[]>();
        for (var round = 0; round < rounds; round++)
        {
            // Who goes first changes, so that nobody always has the cooler machine or the smaller tables.
            var order = round % 2 == 0 ? Enumerable.Range(0, subjects.Count) : Enumerable.Range(0, subjects.Count).Reverse();
            var row = new Measurement[subjects.Count];
            foreach (var at in order)
                row[at] = await MeasureAsync(subjects[at], stage, plan, log, cancelled);
            measured.Add(row);
        }

        await Task.Delay(Aftermath, TimeProvider.System, cancelled);
        return new RoundsReport
        {
            Plan = plan,
            Rounds = measured,
            Subjects = [.. subjects.Select(subject => SubjectReport.Of(subject))],
        };
    }

    private static async Task<Measurement> MeasureAsync(Subject subject, Stage stage, LoadPlan plan, RunLog log, CancellationToken cancelled)
    {
        var turn = new Turn(subject, stage.Databases, plan);
        var warmUp = turn.WarmUp;
        var measured = await turn.RunAsync(cancelled);
        log.Say(FormattableString.Invariant($"{subject.Name}: {measured.MessagesPerSecond:N0} messages/s over {measured.Seconds:N1} s, after {warmUp.TotalSeconds:N0} s of load"));
        return measured;
    }
}
