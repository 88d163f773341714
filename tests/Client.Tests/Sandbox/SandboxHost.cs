using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using MultiBot.Client.Tests.Cluster;
using MultiBot.Sandbox;

namespace MultiBot.Client.Tests.Sandbox;

/// <summary>The real sandbox, mounted as a silo mounts it, and announced as the silo's HTTP port.</summary>
public sealed class SandboxHost(FakeCluster cluster) : IAsyncLifetime
{
    private WebApplication? app;
    private long lastAccount = 200_000;

    public Uri Root { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSandbox();
        app = builder.Build();
        app.UseRouting();
        app.MapSandbox("/sandbox");
        await app.StartAsync();
        var at = new Uri(app.Urls.First());
        cluster.HttpPort = at.Port;
        Root = new Uri(at, "sandbox/");
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
    }

    /// <summary>A bot whose account lives here.</summary>
    public FakeBot NewBot(string apiUrl = "sandbox") => cluster.Add(bot =>
    {
        bot.AccountId = Interlocked.Increment(ref lastAccount);
        bot.Json = $$$"""{"botId":"{{{bot.Id}}}","name":"Anna","telegram":{"kind":"bot","token":"***","apiUrl":"{{{apiUrl}}}"}}""";
    });

    /// <summary>Put together as text: as a relative address, what stands before the token's colon would read as a scheme.</summary>
    public Uri ApiOf(FakeBot bot) => new(string.Create(CultureInfo.InvariantCulture, $"{Root}bot{bot.AccountId}:a-secret/"));
}
