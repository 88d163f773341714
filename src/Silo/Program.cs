using MultiBot.Grains;
using MultiBot.Replies;
using MultiBot.Silo.Api;
using MultiBot.Silo.Api.Docs;
using MultiBot.Silo.Discovery;
using MultiBot.Silo.Emulator;
using MultiBot.Silo.FirstStart;
using MultiBot.Silo.Hosting;
using MultiBot.Silo.Hosting.Memory;
using MultiBot.Silo.Security;
using MultiBot.Silo.Telemetry;
using MultiBot.Storage;
using MultiBot.Telegram;

namespace MultiBot.Silo;

/// <summary>The silo: what it is made of.</summary>
public static class SiloComposition
{
    public static Task<int> Main(string[] args) => SiloRun.RunAsync(args, static args => Build(args));

    /// <param name="args">Settings from the command line.</param>
    /// <param name="first">Says what the settings are before they are read.</param>
    /// <param name="last">Has the last word on what the silo is made of.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? first = null, Action<WebApplicationBuilder>? last = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        first?.Invoke(builder);
        var settings = HostSettings.Read(builder);

        builder.UseHttp(settings.Http).UseOrleansSilo(settings).UseSiloLogging().UseTelemetry(settings);
        builder.Services.AddMultiBotStorage(builder.Configuration).AddTelegram(builder.Configuration).AddReplies(builder.Configuration);
        builder.Services.AddEmbeddedSandbox(settings).AddMultiBotGrains(builder.Configuration).AddHostedService<IdleMemory>();
        builder.Services.AddAccess().AddRestApi().AddApiDocs().AddSiloHealth().AddFirstStart().AddDiscovery();
        last?.Invoke(builder);

        var app = builder.Build();
        app.UseSandboxPolls().UseRestApi();
        app.MapRestApi().MapApiDocs().MapSiloHealth().MapEmbeddedSandbox().MapClusterDashboard().MapMetrics();
        return app;
    }
}
