using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace MultiBot.Telegram.Tests.Wire;

/// <summary>
/// A server that speaks just enough HTTP/1.1 to misbehave byte by byte. Without orders it is a quiet Bot API: getMe names the
/// bot, a poll that waits hangs until its client leaves, sends succeed.
/// </summary>
internal sealed class WireStub : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<StubCall> calls = [];
    private readonly ConcurrentBag<TcpClient> clients = [];
    private readonly ConcurrentBag<Task> served = [];
    private readonly Task accepting;

    public WireStub()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>What happens to a call; by default <see cref="QuietAsync"/>.</summary>
    public Func<StubCall, Task> Answer { get; set; } = QuietAsync;

    /// <summary>The user name and password a SOCKS5 client has to give; null: this is no SOCKS5 proxy.</summary>
    public string? SocksLogin { get; init; }

    /// <summary>Said to everybody who connects, before a word is heard.</summary>
    public string? Greeting { get; init; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>All calls so far, in order.</summary>
    public StubCall[] Calls => [.. calls];

    public StubCall[] CallsOf(string method) => [.. calls.Where(call => call.Method == method)];

    /// <summary>Host names asked of the SOCKS5 proxy.</summary>
    public ConcurrentQueue<string> SocksTargets { get; } = [];

    public static Task QuietAsync(StubCall call) => call.Method switch
    {
        "getMe" => call.OkAsync(new { id = 1, is_bot = true, first_name = "Stub", username = "stub_bot" }),
        "getUpdates" => call.Wait == 0 ? call.OkAsync(Array.Empty<object>()) : call.Gone,
        "sendMessage" => call.OkAsync(new { message_id = 77, date = 1, chat = new { id = 5, type = "private" } }),
        _ => call.OkAsync(true),
    };

    /// <summary>A port on which nobody listens.</summary>
    public static int ClosedPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        foreach (var client in clients)
            client.Dispose();
        await accepting;
        await Task.WhenAll(served);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                client.NoDelay = true;
                clients.Add(client);
                served.Add(ServeAsync(client));
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = new List<Task>();
        try
        {
            var stream = client.GetStream();
            if (Greeting is not null)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Greeting));
            if (SocksLogin is not null)
                SocksTargets.Enqueue(await SocksHandshake.AcceptAsync(stream, SocksLogin));
            while (await ReadAsync(client, stream, gone.Task) is { } call)
            {
                calls.Enqueue(call);
                answers.Add(Answer(call));
            }
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            // The client, or the test, has cut the connection: what it was about.
        }

        gone.SetResult();
        await Task.WhenAll(answers).ContinueWith(static all => all.Exception, TaskScheduler.Default);
    }

    private static async Task<StubCall?> ReadAsync(TcpClient client, NetworkStream stream, Task gone)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
                return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n");
        var headers = lines.Skip(1).Where(line => line.Contains(':')).Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body);
        var target = lines[0].Split(' ')[1];
        return new StubCall(client, stream, target, headers, body.Length == 0 ? default : JsonDocument.Parse(body).RootElement, gone);
    }
}
