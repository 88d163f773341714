using System.Diagnostics;

namespace MultiBot.Load.Subjects;

/// <summary>A program under load: a process of its own, whose processor time and memory are its own.</summary>
internal sealed class SubjectProcess : IAsyncDisposable
{
    private const int LinesKept = 20;
    private const int WarningsKept = 3;
    private const int WarningLength = 300;

    private readonly Process process;
    private readonly Queue<string> lastLines = new();
    private readonly Queue<string> lastWarnings = new();
    private readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int warnings;

    private SubjectProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>The line that begins with «ready».</summary>
    public Task<string> Ready => ready.Task;

    public LogWarnings Warnings => new(warnings, Tail(lastWarnings));

    /// <summary>Completes when the process ends.</summary>
    public Task Ended => process.WaitForExitAsync();

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Resident bytes.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public static SubjectProcess Start(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment, TimeProvider time)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var subject = new SubjectProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        subject.Run(time);
        return subject;
    }

    /// <exception cref="InvalidOperationException">The process has ended; the message holds its last lines.</exception>
    public void Check()
    {
        if (process.HasExited)
            throw new InvalidOperationException($"{process.StartInfo.ArgumentList[0]} has ended:\n{Tail(lastLines)}");
    }

    /// <summary>As an operator stops it: SIGTERM, and time to finish.</summary>
    public async Task StopAsync(CancellationToken cancelled)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync(cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Run(TimeProvider time)
    {
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The program ended while it started:\n{Tail(lastLines)}"));
        StartedAt = time.GetUtcNow();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        Keep(lastLines, line, LinesKept);
        if (line.StartsWith("ready ", StringComparison.Ordinal))
            ready.TrySetResult(line);
        if (!IsWarning(line))
            return;
        warnings++;
        Keep(lastWarnings, line.Length > WarningLength ? line[..WarningLength] : line, WarningsKept);
    }

    private static bool IsWarning(string line) =>
        line.Contains("warn:", StringComparison.Ordinal) || line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal);

    private static void Keep(Queue<string> lines, string line, int most)
    {
        lock (lines)
        {
            if (lines.Count == most)
                lines.Dequeue();
            lines.Enqueue(line);
        }
    }

    private static string Tail(Queue<string> lines)
    {
        lock (lines)
            return string.Join('\n', lines);
    }
}
