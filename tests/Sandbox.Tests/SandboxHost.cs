using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telegram.Bot;

[assembly: AssemblyFixture(typeof(MultiBot.Sandbox.Tests.SandboxHost))]

namespace MultiBot.Sandbox.Tests;

/// <summary>A sandbox on a free loopback port, spoken to over the wire. Shared: every test takes bots of its own.</summary>
public sealed class SandboxHost : IAsyncLifetime
{
    private static int lastBot = 1_000;

    private readonly Action<SandboxOptions> configure;
    private readonly TimeProvider? time;
    private WebApplication? app;

    public SandboxHost()
        : this(_ => { })
    {
    }

    internal SandboxHost(Action<SandboxOptions> configure, TimeProvider? time = null) => (this.configure, this.time) = (configure, time);

    /// <summary>Root of the Bot API; control is below it.</summary>
    public Uri Url { get; private set; } = null!;

    public SandboxWorld World => app!.Services.GetRequiredService<SandboxWorld>();

    public HttpClient Http { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { Timeout = TimeSpan.FromSeconds(30) };

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        if (time is not null)
            builder.Services.AddSingleton(time);
        builder.Services.AddSandbox(configure);
        app = builder.Build();
        app.UseRouting();
        app.MapSandbox("");
        app.MapSandbox("/sandbox");
        await app.StartAsync();
        Url = new Uri(app.Urls.First());
        Http.BaseAddress = Url;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (app is not null)
            await app.DisposeAsync();
    }

    /// <summary>A bot nobody else uses.</summary>
    public TestBot NewBot()
    {
        var number = Interlocked.Increment(ref lastBot);
        return new TestBot(this, number, string.Create(CultureInfo.InvariantCulture, $"{number}:test-secret_OF-this-bot"));
    }

    public TelegramBotClient ClientFor(string token) =>
        new(new TelegramBotClientOptions(token, Url.ToString().TrimEnd('/')) { RetryCount = 0, RetryThreshold = 0 }, Http);

    public async Task<JsonElement> Get(string path) => await Read(await Http.GetAsync(path, TestContext.Current.CancellationToken));

    /// <summary>Null when it is not there.</summary>
    public async Task<byte[]?> GetBytes(string path)
    {
        using var response = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> Post(string path, object body) => await Read(await PostRaw(path, JsonSerializer.Serialize(body)));

    public Task<HttpResponseMessage> PostRaw(string path, string body) =>
        Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    public static async Task<JsonElement> Read(HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(expected == response.StatusCode, $"{response.StatusCode}: {text}");
            return JsonDocument.Parse(text).RootElement;
        }
    }
}
