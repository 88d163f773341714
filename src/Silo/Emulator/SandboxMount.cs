using MultiBot.Domain.Keys;
using MultiBot.Sandbox;
using MultiBot.Silo.Hosting;
using MultiBot.Silo.Security;
using MultiBot.Telegram.Http;

namespace MultiBot.Silo.Emulator;

/// <summary>The Telegram emulator under <c>/sandbox</c>: for programs on this machine, elsewhere with an admin's key.</summary>
public static class SandboxMount
{
    public const string Prefix = "/sandbox";

    public static IServiceCollection AddEmbeddedSandbox(this IServiceCollection services, HostSettings settings)
    {
        if (!settings.SandboxEnabled) return services;
        // The sandbox forgets its chats with the process; the bots remember theirs.
        services.AddSandbox(options => options.AssumeChatsExist = true);
        return services.AddSingleton<ISandboxAddress>(new SandboxAddress(settings.Identity));
    }

    public static WebApplication MapEmbeddedSandbox(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<HostSettings>().SandboxEnabled) return app;
        var sandbox = app.MapSandbox(Prefix);
        sandbox.BotApi.NeedsUnlessLocal(ApiRole.Admin);
        sandbox.Control.NeedsUnlessLocal(ApiRole.Admin);
        return app;
    }

    private sealed class SandboxAddress(SiloIdentity identity) : ISandboxAddress
    {
        public Uri Address { get; } = new(identity.LocalUrl, Prefix);
    }
}
