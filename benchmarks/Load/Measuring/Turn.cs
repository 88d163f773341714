using MultiBot.Load.People;
using MultiBot.Load.Subjects;

namespace MultiBot.Load.Measuring;

/// <summary>One turn of one subject: its people begin, code and caches settle, a stretch is measured, everybody gets the last answer.</summary>
internal sealed class Turn(Subject subject, Databases databases, LoadPlan plan)
{
    private const int Seed = 20_261_125;

    /// <summary>For the last answers: a message without one by then is lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TimeProvider time = TimeProvider.System;

    /// <summary>Load before a measured stretch: long in the process's first turn, short later.</summary>
    public TimeSpan WarmUp => subject.Loaded == TimeSpan.Zero ? plan.WarmUp * subject.Processes : plan.Settle;

    /// <param name="cancelled">Gives it up.</param>
    /// <param name="cut">Called when the measured stretch begins, and when it ends.</param>
    public async Task<Measurement> RunAsync(CancellationToken cancelled, Action? cut = null)
    {
        Measurement? measured = null;
        await UnderLoadAsync(
            async stop =>
            {
                await WaitAsync(WarmUp, stop);
                cut?.Invoke();
                measured = await MeasureAsync(plan.Measured, stop);
                cut?.Invoke();
            },
            cancelled);
        return measured!;
    }

    /// <summary>People write as the plan says while <paramref name="what"/> runs; then everybody gets the last answer.</summary>
    public async Task UnderLoadAsync(Func<CancellationToken, Task> what, CancellationToken cancelled)
    {
        await databases.CheckpointAsync(cancelled);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        var arriving = Begin(stop.Token);
        var began = time.GetTimestamp();
        await what(cancelled);
        await stop.CancelAsync();
        await arriving;
        subject.Loaded += time.GetElapsedTime(began);
        await subject.Crowd.EndAsync(Patience, cancelled);
    }

    public async Task<Measurement> MeasureAsync(TimeSpan length, CancellationToken cancelled)
    {
        subject.Crowd.Cut();
        var (began, before) = (time.GetTimestamp(), ProcessorReading.Take(subject, databases));
        await WaitAsync(length, cancelled);
        var interval = subject.Crowd.Cut();
        var (seconds, spent) = (time.GetElapsedTime(began).TotalSeconds, ProcessorReading.Take(subject, databases).Since(before));
        return new Measurement
        {
            Subject = subject.Name,
            Seconds = Math.Round(seconds, 2),
            Messages = interval.Messages,
            Milliseconds = interval.Percentiles(),
            SubjectCpu = Per10000(spent.Subject, interval),
            DatabaseCpu = Per10000(spent.Database, interval),
            DriverCpu = Per10000(spent.Driver, interval),
            MemoryMb = Math.Round(subject.Memory / 1_048_576.0, 1),
        };
    }

    private Task Begin(CancellationToken stop)
    {
        if (plan.Rate is not { } rate)
        {
            subject.Crowd.Begin(Paced(new ClosedLoop(subject.Crowd, plan.InFlight)));
            return Task.CompletedTask;
        }

        var pace = new OpenLoop(subject.Crowd);
        subject.Crowd.Begin(Paced(pace));
        return new Arrivals(rate, plan.EvenArrivals, Seed).RunAsync(due => subject.Crowd.Locked(() => pace.Arrive(due)), time, stop);
    }

    private IPace Paced(IPace pace) => plan.Writers is { } writers ? new FewWriters(pace, writers) : pace;

    private async Task WaitAsync(TimeSpan length, CancellationToken cancelled)
    {
        await Task.WhenAny(Task.Delay(length, time, cancelled), subject.Ended);
        cancelled.ThrowIfCancellationRequested();
        subject.Check();
    }

    private static double Per10000(TimeSpan spent, Interval interval) =>
        interval.Messages == 0 ? double.NaN : Math.Round(spent.TotalSeconds / interval.Messages * 10_000, 3);
}
