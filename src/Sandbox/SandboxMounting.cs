using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiBot.Sandbox.BotApi;
using MultiBot.Sandbox.Control;

namespace MultiBot.Sandbox;

/// <summary>How a host takes in the sandbox.</summary>
public static class SandboxMounting
{
    /// <summary>Registers the one <see cref="SandboxWorld"/>. Time is the registered <see cref="TimeProvider"/>, else the system's.</summary>
    public static IServiceCollection AddSandbox(this IServiceCollection services, Action<SandboxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddOptions<SandboxOptions>();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SandboxWorld>();
        return services;
    }

    /// <summary>
    /// Maps the Bot API and the control face under a prefix (<c>""</c> or, say, <c>"/sandbox"</c>). Nothing here asks who is
    /// calling: attach authorization to the answer, or listen on loopback only.
    /// </summary>
    public static SandboxEndpoints MapSandbox(this IEndpointRouteBuilder endpoints, string prefix)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var world = endpoints.ServiceProvider.GetRequiredService<SandboxWorld>();
        var control = endpoints.MapGroup(prefix + "/control");
        control.ExcludeFromDescription();
        ControlRoutes.Map(control, world);
        var botApi = endpoints.MapGroup(prefix);
        botApi.WithDisplayName("Sandbox Bot API");
        botApi.ExcludeFromDescription();
        var endpoint = new BotApiEndpoint(world);
        var files = new FileMethods(world);
        botApi.MapGet("/file/{bot}/{**path}", files.Download);
        botApi.MapGet("/via/{label}/file/{bot}/{**path}", files.Download);
        botApi.Map("/{bot}/{**method}", endpoint.Handle);
        botApi.Map("/via/{label}/{bot}/{**method}", endpoint.Handle);
        return new SandboxEndpoints(botApi, control);
    }
}

/// <summary>One convention builder per face.</summary>
/// <param name="BotApi"><c>/bot&lt;token&gt;/&lt;method&gt;</c>; guarded by the token as on Telegram. Also <c>/via/&lt;label&gt;/bot…</c>.</param>
/// <param name="Control"><c>/control/…</c>: plays people, injects faults, tells all.</param>
public sealed record SandboxEndpoints(IEndpointConventionBuilder BotApi, IEndpointConventionBuilder Control);
