using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using MultiBot.PrivatePostgres;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>A silo as an operator runs it: a process of its own on a data folder, spoken to over HTTP, and killed.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const string AdminKey = "end-to-end-admin-key-0123456789abcdef";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly string _dataFolder;
    private readonly (string Key, string Value)[] _settings;
    private readonly int _httpPort = FreePort();
    private Process? _process;

    public SiloProcess(string dataFolder, params (string Key, string Value)[] settings)
    {
        (_dataFolder, _settings) = (dataFolder, settings);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_httpPort}"), Timeout = TimeSpan.FromSeconds(30) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
    }

    public HttpClient Http { get; }

    /// <summary>Settings of a silo on a PostgreSQL database.</summary>
    public static (string Key, string Value)[] On(PostgresDatabase database) =>
    [
        ("MultiBot:Storage:Provider", "Postgres"), ("ConnectionStrings:MultiBot", database.ConnectionString),
        ("ConnectionStrings:MultiBotMigrations", database.MigrationsConnectionString),
    ];

    public string Output => string.Join('\n', _output);

    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "MultiBot.Silo.dll"));
        foreach (var (key, value) in Settings())
            start.ArgumentList.Add($"--MultiBot:{key}={value}");
        // Passwords have no place in a command line.
        foreach (var (key, value) in _settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => Heard(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The silo ended while starting:\n{Output}"));
        Assert.True(process.Start());
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
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

    /// <summary>SIGKILL: no drain, no goodbye.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Waits until <c>/health/ready</c> is green.</summary>
    public Task BecomesReadyAsync() => BecomesAsync(answer => answer.StatusCode is HttpStatusCode.OK, "ready");

    /// <summary>Waits until <c>/health/ready</c> is red, and this check of it.</summary>
    public Task BecomesUnreadyAsync(string check) => BecomesAsync(
        async answer => answer.StatusCode is HttpStatusCode.ServiceUnavailable
            && (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks").GetProperty(check).GetString() == "Unhealthy",
        $"unready by {check}");

    private Task BecomesAsync(Predicate<HttpResponseMessage> isSo, string what) => BecomesAsync(answer => Task.FromResult(isSo(answer)), what);

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
                Assert.Fail($"The silo did not become {what} in {StartTimeout.TotalSeconds} s:\n{Output}");
            }
        }
    }

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
        if (_process is not null)
            await KillAsync();
        Http.Dispose();
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["DataFolder"] = _dataFolder,
        ["Http:Port"] = _httpPort.ToString(CultureInfo.InvariantCulture),
        ["Silo:Port"] = "0",
        ["Silo:GatewayPort"] = "0",
        ["Sandbox:Enabled"] = "false",
        ["Security:AdminKey"] = AdminKey,
        ["Bots:Folder"] = Path.Combine(_dataFolder, "bots"),
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
