using MultiBot.Load.People;

namespace MultiBot.Load.Subjects;

/// <summary>A program under load, one process or several that share the work, and the people who talk to it.</summary>
internal sealed class Subject(string name, IEnumerable<SubjectProcess> processes, Crowd crowd) : IAsyncDisposable
{
    private readonly List<SubjectProcess> processes = [.. processes];

    public string Name => name;

    public Crowd Crowd => crowd;

    /// <summary>How long it has been under load so far.</summary>
    public TimeSpan Loaded { get; set; }

    /// <summary>Processes; each gets that part of the load, and its code settles that much later.</summary>
    public int Processes => processes.Count;

    /// <summary>Of all its processes.</summary>
    public TimeSpan ProcessorTime => processes.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.ProcessorTime);

    /// <summary>Resident bytes of all its processes.</summary>
    public long Memory => processes.Sum(process => process.Memory);

    /// <summary>Of all its processes.</summary>
    public LogWarnings Warnings => LogWarnings.Of([.. processes.Select(process => process.Warnings)]);

    /// <summary>Completes when one of its processes ends.</summary>
    public Task Ended => Task.WhenAny(processes.Select(process => process.Ended));

    /// <summary>A further process takes its share of the work from now on.</summary>
    public void Joins(SubjectProcess process) => processes.Add(process);

    /// <summary>What the process said that joined last when it was ready.</summary>
    public Task<string> LastReady => processes[^1].Ready;

    /// <exception cref="InvalidOperationException">A process has ended; the message holds its last lines.</exception>
    public void Check() => processes.ForEach(process => process.Check());

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
    }
}
