using MultiBot.Load.Measuring;
using MultiBot.Load.Reports;
using MultiBot.Load.Subjects;

namespace MultiBot.Load.Runs;

/// <summary>
/// One silo runs all bots and a few people write; a second one joins and gets its share. The first one is started anew before, as an
/// operator's silo has been: what registering so many leaves behind is not part of it.
/// </summary>
internal sealed class EvenRun(Stage stage, SiloProgram silos, Subject subject, RunLog log)
{
    private const double Near = 0.2;

    /// <summary>People write before and after, so that the pause has something to be compared with.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(15);

    private readonly TimeProvider time = TimeProvider.System;

    public static async Task<IReport> RunAsync(LoadPlan plan, RunLog log, CancellationToken cancelled)
    {
        await using var stage = await Stage.SetAsync(plan, withPeer: false, cancelled);
        var silos = await stage.SiloAsync(cancelled);
        await using var subject = new Subject(SiloProgram.Name, [], stage.Gather());
        var run = new EvenRun(stage, silos, subject, log);
        await run.RegisterAsync(cancelled);
        await run.JoinAsync(1, cancelled);
        await run.AllPollAsync(cancelled);
        EvenMeasurement? measured = null;
        await new Turn(subject, stage.Databases, plan).UnderLoadAsync(async stop => measured = await run.MeasureAsync(stop), cancelled);
        return new EvenReport { Plan = plan, Measured = measured!, Silos = SubjectReport.Of(subject) };
    }

    private async Task RegisterAsync(CancellationToken cancelled)
    {
        var (process, registry) = await silos.StartAsync(1, cancelled);
        await using (process)
        {
            using (registry)
                await registry.RegisterAsync(subject.Crowd.Bots, cancelled);
            await stage.Polls.AllAsync(subject.Crowd.Bots, process.Check, cancelled);
            log.Say(FormattableString.Invariant($"{subject.Crowd.Bots.Count:N0} bots registered and polling"));
            await process.StopAsync(cancelled);
        }

        await stage.Polls.NoneAsync(subject.Crowd.Bots, cancelled);
    }

    private async Task<EvenMeasurement> MeasureAsync(CancellationToken cancelled)
    {
        var before = await StretchAsync(() => Task.Delay(Calm, time, cancelled));
        log.Say(FormattableString.Invariant($"one silo: {before}"));

        var (began, ready, near, even, polling) = (time.GetTimestamp(), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var during = await StretchAsync(async () =>
        {
            await JoinAsync(2, cancelled);
            ready = Reached("ready");
            await silos.Shares.EvenAsync(2, Near, subject.Check, cancelled);
            near = Reached("even within 20 %");
            await silos.Shares.EvenAsync(2, BotShares.BalancerSlack, subject.Check, cancelled);
            even = Reached("even within the balancer's slack");
            await AllPollAsync(cancelled);
            polling = Reached("all poll");
        });

        var after = await StretchAsync(() => Task.Delay(Calm, time, cancelled));
        log.Say(FormattableString.Invariant($"two silos: {after}"));
        return new EvenMeasurement
        {
            ReadySeconds = ready.TotalSeconds,
            NearSeconds = near.TotalSeconds,
            EvenSeconds = even.TotalSeconds,
            PollSeconds = polling.TotalSeconds,
            Before = before,
            During = during,
            After = after,
        };

        TimeSpan Reached(string what)
        {
            var took = time.GetElapsedTime(began);
            log.Say(FormattableString.Invariant($"{what} {took.TotalSeconds:N1} s after the second silo's start"));
            return took;
        }
    }

    private async Task<EvenStretch> StretchAsync(Func<Task> what)
    {
        subject.Crowd.Cut();
        var (began, before) = (time.GetTimestamp(), ProcessorReading.Take(subject, stage.Databases));
        await what();
        var interval = subject.Crowd.Cut();
        var (seconds, spent) = (time.GetElapsedTime(began).TotalSeconds, ProcessorReading.Take(subject, stage.Databases).Since(before));
        return new EvenStretch
        {
            Seconds = Math.Round(seconds, 1),
            Messages = interval.Messages,
            Milliseconds = interval.Percentiles(),
            SiloCpu = Math.Round(spent.Subject.TotalSeconds, 2),
            DatabaseCpu = Math.Round(spent.Database.TotalSeconds, 2),
            DriverCpu = Math.Round(spent.Driver.TotalSeconds, 2),
        };
    }

    private async Task JoinAsync(int number, CancellationToken cancelled)
    {
        var (process, registry) = await silos.StartAsync(number, cancelled);
        registry.Dispose();
        subject.Joins(process);
    }

    private Task AllPollAsync(CancellationToken cancelled) => stage.Polls.AllAsync(subject.Crowd.Bots, subject.Check, cancelled);
}
