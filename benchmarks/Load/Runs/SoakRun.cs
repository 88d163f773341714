using MultiBot.Load.Measuring;
using MultiBot.Load.Reports;
using MultiBot.Load.Subjects;

namespace MultiBot.Load.Runs;

/// <summary>Finds what a silo can carry at most, then lets it carry a part of that for long, and looks whether anything grows.</summary>
internal static class SoakRun
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>For how long what can be carried at most is measured.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(5);

    public static async Task<IReport> RunAsync(LoadPlan plan, int minutes, double fraction, RunLog log, CancellationToken cancelled)
    {
        await using var stage = await Stage.SetAsync(plan, withPeer: false, cancelled);
        var silo = await stage.StartSiloAsync(cancelled);
        // Not of a young database: it costs less than one that has been written to for minutes, and must be vacuumed.
        var most = await new Turn(silo, stage.Databases, plan with { Measured = Most }).RunAsync(cancelled);
        var rate = Math.Round(most.MessagesPerSecond * fraction);
        log.Say(FormattableString.Invariant($"at most {most.MessagesPerSecond:N0} messages/s; from here on {rate:N0}, for {minutes} minutes"));
        var turn = new Turn(silo, stage.Databases, plan with { Rate = rate });
        var lines = new List<SoakMinute>();
        await turn.UnderLoadAsync(
            async stop =>
            {
                await turn.MeasureAsync(turn.WarmUp, stop);
                for (var minute = 1; minute <= minutes; minute++)
                    lines.Add(Tell(minute, await turn.MeasureAsync(Minute, stop), silo, log));
            },
            cancelled);
        return new SoakReport { Plan = plan, Most = most.MessagesPerSecond, Rate = rate, Minutes = lines, Silo = SubjectReport.Of(silo) };
    }

    private static SoakMinute Tell(int number, Measurement measured, Subject silo, RunLog log)
    {
        var minute = new SoakMinute(number, measured, silo.Warnings.Count);
        log.Say(minute.ToString());
        return minute;
    }
}
