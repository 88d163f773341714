using MultiBot.Load.Measuring;
using MultiBot.Load.Reports;
using MultiBot.Load.Subjects;

namespace MultiBot.Load.Runs;

/// <summary>
/// What bots cost that nobody writes to. They are registered first; then the silo is started anew on the same database, as after
/// a restart, and looked at.
/// </summary>
internal sealed class IdleRun(Stage stage, SiloProgram silo, IReadOnlyList<long> bots, RunLog log)
{
    /// <summary>After the start's own work, and before anything is measured.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Bots that came up together do together what they do now and then: three long polls of 50 s, and two or three times the reading of
    /// unfinished chats that comes each minute. A shorter stretch may miss both.
    /// </summary>
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(150);

    /// <summary>What the process holds goes up and down as its collector comes; the last of <see cref="Measured"/>, two looks of the silo at its heap.</summary>
    private static readonly TimeSpan MemoryMeasured = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);

    /// <summary>Half of the default, so that there are twice as many polls.</summary>
    private const string ShortPolls = "MultiBot:Telegram:LongPoll=00:00:25";

    private readonly TimeProvider time = TimeProvider.System;

    public static async Task<IReport> RunAsync(LoadPlan plan, IReadOnlyList<int> counts, bool split, RunLog log, CancellationToken cancelled)
    {
        await using var stage = await Stage.SetAsync(plan, withPeer: false, cancelled);
        var run = new IdleRun(stage, await stage.SiloAsync(cancelled), stage.Gather().Bots, log);
        var rows = new List<IdleMeasurement> { await run.MeasureAsync(0, cancelled) };
        foreach (var count in counts)
        {
            await run.RegisterAsync(rows[^1].Bots, count, cancelled);
            rows.Add(await run.MeasureAsync(count, cancelled));
        }

        return new IdleReport { Plan = plan, Rows = rows, ShortPolls = split ? await run.MeasureAsync(counts[^1], cancelled, ShortPolls) : null };
    }

    private async Task RegisterAsync(int from, int to, CancellationToken cancelled)
    {
        var began = time.GetTimestamp();
        var (process, registry) = await silo.StartAsync(1, cancelled);
        await using (process)
        {
            using (registry)
                await registry.RegisterAsync(bots.Take(to).Skip(from), cancelled);
            await stage.Polls.AllAsync(bots.Take(to), process.Check, cancelled);
            log.Say(FormattableString.Invariant($"{to:N0} bots registered and polling, {time.GetElapsedTime(began).TotalSeconds:N1} s"));
            await StopAsync(process, cancelled);
        }
    }

    private async Task<IdleMeasurement> MeasureAsync(int count, CancellationToken cancelled, params string[] settings)
    {
        var began = time.GetTimestamp();
        var (process, registry) = await silo.StartAsync(1, cancelled, settings);
        registry.Dispose();
        await using (process)
        {
            await stage.Polls.AllAsync(bots.Take(count), process.Check, cancelled);
            var start = time.GetElapsedTime(began);
            log.Say(FormattableString.Invariant($"{count:N0} bots poll {start.TotalSeconds:N1} s after the process's start"));
            await Task.Delay(Quiet, time, cancelled);
            var (from, before, database) = (time.GetTimestamp(), process.ProcessorTime, stage.Databases.ProcessorTime);
            await Task.Delay(Measured - MemoryMeasured, time, cancelled);
            var resident = await MeanMemoryAsync(process, cancelled);
            var seconds = time.GetElapsedTime(from).TotalSeconds;
            var measured = new IdleMeasurement
            {
                Bots = count,
                StartSeconds = Math.Round(start.TotalSeconds, 2),
                SiloCores = Math.Round((process.ProcessorTime - before).TotalSeconds / seconds, 4),
                DatabaseCores = Math.Round((stage.Databases.ProcessorTime - database).TotalSeconds / seconds, 4),
                ResidentBytes = resident,
                ManagedBytes = await ManagedHeap.CollectAsync(process.Id, cancelled),
                Warnings = process.Warnings,
            };
            await StopAsync(process, cancelled);
            return measured;
        }
    }

    /// <summary>Over <see cref="MemoryMeasured"/>.</summary>
    private async Task<long> MeanMemoryAsync(SubjectProcess process, CancellationToken cancelled)
    {
        var from = time.GetTimestamp();
        var samples = new List<long>();
        using var ticks = new PeriodicTimer(BetweenSamples, time);
        while (time.GetElapsedTime(from) < MemoryMeasured)
        {
            await ticks.WaitForNextTickAsync(cancelled);
            samples.Add(process.Memory);
        }

        return (long)samples.Average();
    }

    /// <summary>Completes when the process is gone and the sandbox has noticed.</summary>
    private async Task StopAsync(SubjectProcess process, CancellationToken cancelled)
    {
        await process.StopAsync(cancelled).WaitAsync(StopPatience, time, cancelled);
        await stage.Polls.NoneAsync(bots, cancelled);
    }
}
