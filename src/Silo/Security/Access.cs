using Microsoft.AspNetCore.Authorization;
using MultiBot.Domain.Keys;

namespace MultiBot.Silo.Security;

/// <summary>Keys and roles, wired. What says nothing about itself needs a viewer's key: an endpoint cannot be left open by accident.</summary>
public static class Access
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IAuthorizationHandler, RoleRequirementHandler>();
        // The core alone: the full package brings keys for cookies, which nobody here has.
        services.AddWebEncoders().AddTransient<ApiKeyHandler>().AddTransient<BrowserKeyHandler>();
        services.AddAuthenticationCore(options =>
        {
            options.AddScheme<ApiKeyHandler>(ApiKeyHandler.SchemeName, displayName: null);
            options.AddScheme<BrowserKeyHandler>(BrowserKeyHandler.SchemeName, displayName: null);
            options.DefaultScheme = ApiKeyHandler.SchemeName;
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(Policy(new RoleRequirement(ApiRole.Viewer)));
        return services;
    }

    /// <summary>Demands a key of this role for the endpoint (and for the bot in its path).</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, ApiRole role, bool allBots = false)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(Policy(new RoleRequirement(role, allBots)));

    /// <summary>Demands a key of this role, for all bots, in a way a browser can ask its person for. For endpoints that only read (<see cref="BrowserKeyHandler"/>).</summary>
    public static TBuilder NeedsInABrowser<TBuilder>(this TBuilder endpoint, ApiRole role)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(Policy(new RoleRequirement(role, AllBots: true), BrowserKeyHandler.SchemeName));

    /// <summary>Open to programs on this machine; from elsewhere a key of this role is needed.</summary>
    public static TBuilder NeedsUnlessLocal<TBuilder>(this TBuilder endpoint, ApiRole role, bool allBots = false)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(Policy(new RoleRequirement(role, AllBots: allBots || role > ApiRole.Viewer, OrLocal: true)));

    private static AuthorizationPolicy Policy(RoleRequirement requirement, string scheme = ApiKeyHandler.SchemeName) =>
        new AuthorizationPolicyBuilder(scheme).AddRequirements(requirement).Build();
}
