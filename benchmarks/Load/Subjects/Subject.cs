using MultiBot.Load.People;

namespace MultiBot.Load.Subjects;

/// <summary>A program under load and the people who talk to it.</summary>
internal sealed class Subject(string name, SubjectProcess process, Crowd crowd) : IAsyncDisposable
{
    /// <summary>Far more than a start takes, even on a busy machine.</summary>
    private static readonly TimeSpan PollPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public string Name => name;

    public SubjectProcess Process => process;

    public Crowd Crowd => crowd;

    /// <summary>How long it has been under load so far.</summary>
    public TimeSpan Loaded { get; set; }

    /// <summary>Completes when each bot's poll has been seen waiting.</summary>
    /// <exception cref="TimeoutException">Some bots never poll.</exception>
    public async Task AllPollAsync(Func<long, bool> isPolled, TimeProvider time, CancellationToken cancelled)
    {
        var missing = crowd.Bots.ToList();
        for (var began = time.GetTimestamp(); missing.RemoveAll(bot => isPolled(bot)) >= 0 && missing.Count > 0;)
        {
            process.Check();
            if (time.GetElapsedTime(began) > PollPatience)
                throw new TimeoutException($"{missing.Count} bots of {name} do not poll.\n{process.LastWarnings()}");
            await Task.Delay(LookEvery, time, cancelled);
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
