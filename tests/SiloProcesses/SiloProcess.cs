using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using MultiBot.PrivatePostgres;

namespace MultiBot.SiloProcesses;

/// <summary>
/// A silo as an operator runs it: a process of its own on a data folder, spoken to over HTTP, and stopped in every way there is. It
/// keeps its HTTP port over restarts.
/// </summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private const string AdminKey = "end-to-end-admin-key-0123456789abcdef";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly string _dataFolder;
    private readonly (string Key, string Value)[] _settings;
    private readonly int _httpPort = FreePort.Take();
    private Process? _process;

    public SiloProcess(string dataFolder, params (string Key, string Value)[] settings)
    {
        (_dataFolder, _settings) = (dataFolder, settings);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_httpPort}"), Timeout = TimeSpan.FromSeconds(30) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
    }

    public HttpClient Http { get; }

    /// <summary>What the next start runs: an assembly beside the test's own.</summary>
    public string Program { get; set; } = "MultiBot.Silo.dll";

    /// <summary>False as well when it ended by itself.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Settings of a silo on a PostgreSQL database.</summary>
    public static (string Key, string Value)[] On(PostgresDatabase database) =>
    [
        ("MultiBot:Storage:Provider", "Postgres"), ("ConnectionStrings:MultiBot", database.ConnectionString),
        ("ConnectionStrings:MultiBotMigrations", database.MigrationsConnectionString),
    ];

    /// <summary>What it wrote, over all its starts.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts it; completes when it says that it is ready.</summary>
    /// <param name="settings">For this start alone, after those of the constructor.</param>
    public async Task StartAsync(params (string Key, string Value)[] settings)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = StartInfo(settings), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => Heard(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The silo ended while starting:\n{Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process?.Dispose();
        _process = process;
        await ready.Task.WaitAsync(StartTimeout);

        void Heard(string? line)
        {
            if (line is null)
                return;
            _output.Enqueue(line);
            if (line.Contains("ready", StringComparison.OrdinalIgnoreCase))
                ready.TrySetResult();
        }
    }

    /// <summary>SIGKILL: no drain, no goodbye. A frozen process dies, too.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await EndedAsync();
    }

    /// <summary>SIGTERM: it may put its house in order. Answers the exit code.</summary>
    public Task<int> TerminateAsync()
    {
        _process!.SendTerminate();
        return EndedAsync();
    }

    /// <summary>SIGSTOP: it lives, its sockets stand open, and nothing of it moves.</summary>
    public void Freeze() => _process!.SendStop();

    /// <summary>SIGCONT.</summary>
    public void Thaw() => _process!.SendContinue();

    /// <summary>Waits for its end, whatever brings it, and answers the exit code.</summary>
    public async Task<int> EndedAsync()
    {
        var process = _process!;
        using var patience = new CancellationTokenSource(StopTimeout);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The silo did not end in {StopTimeout.TotalSeconds} s:\n{Output}");
        }

        _process = null;
        using (process)
            return process.ExitCode;
    }

    /// <summary>Waits until <c>/health/ready</c> is green.</summary>
    public Task BecomesReadyAsync() => BecomesAsync(answer => Task.FromResult(answer.StatusCode is HttpStatusCode.OK), "ready");

    /// <summary>Waits until it has ended by itself, true, or the time is up, false.</summary>
    public async Task<bool> EndsWithinAsync(TimeSpan patience)
    {
        try
        {
            await _process!.WaitForExitAsync().WaitAsync(patience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Waits until it is ready again, true, or has ended by itself, false.</summary>
    public async Task<bool> GoesOnAsync()
    {
        try
        {
            await BecomesAsync(answer => Task.FromResult(answer.StatusCode is HttpStatusCode.OK), "ready, nor did it end");
            return true;
        }
        catch (HttpRequestException) when (_process is { } process)
        {
            // Nobody listens any more: it is about to end.
            await process.WaitForExitAsync().WaitAsync(StopTimeout);
            return false;
        }
    }

    /// <summary>Waits until <c>/health/ready</c> is red, and this check of it.</summary>
    public Task BecomesUnreadyAsync(string check) => BecomesAsync(
        async answer => answer.StatusCode is HttpStatusCode.ServiceUnavailable
            && (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks").GetProperty(check).GetString() == "Unhealthy",
        $"unready by {check}");

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>($"/api/v1{path}");

    /// <summary>All items of a list, page after page.</summary>
    public async Task<List<JsonElement>> ListAsync(string path)
    {
        var items = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await GetAsync(next is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={Uri.EscapeDataString(next)}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        return items;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        Http.Dispose();
    }

    private async Task BecomesAsync(Func<HttpResponseMessage, Task<bool>> isSo, string what)
    {
        using var patience = new CancellationTokenSource(StartTimeout);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using (var answer = await Http.GetAsync("/health/ready"))
            {
                if (await isSo(answer)) return;
            }

            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The silo did not become {what} in {StartTimeout.TotalSeconds} s:\n{Output}");
            }
        }
    }

    private ProcessStartInfo StartInfo((string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, Program));
        foreach (var (key, value) in OwnSettings())
            start.ArgumentList.Add($"--MultiBot:{key}={value}");
        // Passwords have no place in a command line.
        foreach (var (key, value) in _settings.Concat(settings))
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }

    private Dictionary<string, string> OwnSettings() => new()
    {
        ["DataFolder"] = _dataFolder,
        ["Http:Port"] = _httpPort.ToString(CultureInfo.InvariantCulture),
        ["Silo:Port"] = "0",
        ["Silo:GatewayPort"] = "0",
        ["Sandbox:Enabled"] = "false",
        ["Security:AdminKey"] = AdminKey,
        ["Bots:Folder"] = Path.Combine(_dataFolder, "bots"),
    };
}
