using MultiBot.Load.Measuring;
using MultiBot.Load.People;
using MultiBot.Load.Reports;
using MultiBot.Load.Subjects;

namespace MultiBot.Load.Runs;

/// <summary>Silos under load; the last one, which writes only its share of the events, shows all of them to one who follows, and to many in turn.</summary>
internal sealed class EventsRun(Stage stage, Subject subject, Uri silo, LoadPlan plan, RunLog log)
{
    private readonly TimeProvider time = TimeProvider.System;

    public static async Task<IReport> RunAsync(LoadPlan plan, int pairs, int followers, bool all, RunLog log, CancellationToken cancelled)
    {
        await using var stage = await Stage.SetAsync(plan, withPeer: false, cancelled);
        var subject = await stage.StartSilosAsync(plan, cancelled);
        var run = new EventsRun(stage, subject, SiloProgram.AddressIn(await subject.LastReady), plan, log);
        var rows = new List<EventsMeasurement>();
        for (var pair = 0; pair < pairs; pair++)
        {
            // Who goes first changes, so that nobody always has the smaller tables.
            foreach (var count in (int[])(followers == 0 ? [0] : pair % 2 == 0 ? [0, followers] : [followers, 0]))
                rows.Add(await run.MeasureAsync(count, all, cancelled));
        }

        return new EventsReport { Plan = plan, Rows = rows, Silos = SubjectReport.Of(subject) };
    }

    private async Task<EventsMeasurement> MeasureAsync(int count, bool all, CancellationToken cancelled)
    {
        await using var followers = new Followers(silo, SiloProgram.AdminKey, time);
        await followers.WatchAsync(cancelled);
        var bots = subject.Crowd.Bots;
        await followers.FollowAsync(Enumerable.Range(0, count).Select(number => all ? (long?)null : bots[number % bots.Count]), cancelled);
        var (interval, bytes) = (new Interval(), 0L);
        var load = await new Turn(subject, stage.Databases, plan).RunAsync(
            cancelled,
            () =>
            {
                followers.Check();
                (interval, bytes) = (followers.Cut(), followers.Bytes - bytes);
            });
        followers.Check();
        var measured = new EventsMeasurement
        {
            Followers = count,
            Load = load,
            Events = interval.Messages,
            AgeMilliseconds = interval.Percentiles(),
            MegabytesPerSecond = Math.Round(bytes / load.Seconds / 1_048_576, 2),
        };
        log.Say(FormattableString.Invariant($"{count:N0} followers: {measured.EventsPerSecond:N0} events/s, {load.MessagesPerSecond:N0} messages/s"));
        return measured;
    }
}
