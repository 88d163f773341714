using MultiBot.Load.People;

namespace MultiBot.Load.Subjects;

/// <summary>A program under load and the people who talk to it.</summary>
internal sealed class Subject(string name, SubjectProcess process, Crowd crowd) : IAsyncDisposable
{
    public string Name => name;

    public SubjectProcess Process => process;

    public Crowd Crowd => crowd;

    /// <summary>How long it has been under load so far.</summary>
    public TimeSpan Loaded { get; set; }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
