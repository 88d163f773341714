using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiBot.Sandbox.Load;

/// <summary>The sandbox program as a process of its own, so that its processor time is its own.</summary>
internal sealed partial class SandboxProcess : IDisposable
{
    private readonly Process process;

    private SandboxProcess(Process process, Uri url, Uri http2Url) => (this.process, Url, Http2Url) = (process, url, http2Url);

    /// <summary>HTTP/1.1.</summary>
    public Uri Url { get; }

    public Uri Http2Url { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public long WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public static async Task<SandboxProcess> Start(int? core, CancellationToken cancelled)
    {
        var program = $"\"{Path.Combine(AppContext.BaseDirectory, "MultiBot.Sandbox.dll")}\" --port 0 --http2-port 0";
        var start = core is { } number
            ? new ProcessStartInfo("taskset", string.Create(CultureInfo.InvariantCulture, $"-c {number} dotnet {program}"))
            : new ProcessStartInfo("dotnet", program);
        start.RedirectStandardOutput = true;
        var process = Process.Start(start) ?? throw new InvalidOperationException("The sandbox did not start.");
        var urls = new List<Uri>();
        while (urls.Count < 4 && await process.StandardOutput.ReadLineAsync(cancelled) is { } line)
            urls.Add(new Uri(UrlPattern().Match(line).Value));
        return urls.Count == 4 ? new SandboxProcess(process, urls[0], urls[3]) : throw new InvalidOperationException("The sandbox did not say where it listens.");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex UrlPattern();
}
