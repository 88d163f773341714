using Microsoft.AspNetCore.Authorization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;

namespace MultiBot.Silo.Security;

/// <summary>A key of at least this role, for the bot in the path if there is one.</summary>
/// <param name="Role">Each role includes those below it.</param>
/// <param name="AllBots">Only keys without a list of bots: what is asked for concerns every bot.</param>
/// <param name="OrLocal">A program on this machine needs no key (<see cref="LocalCaller"/>).</param>
public sealed record RoleRequirement(ApiRole Role, bool AllBots = false, bool OrLocal = false) : IAuthorizationRequirement;

/// <summary>Decides <see cref="RoleRequirement"/> for HTTP.</summary>
public sealed class RoleRequirementHandler : AuthorizationHandler<RoleRequirement>
{
    public const string BotParameter = "botId";

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (context.Resource is HttpContext http && IsMet(http, requirement))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }

    private static bool IsMet(HttpContext http, RoleRequirement requirement)
    {
        if (requirement.OrLocal && LocalCaller.Is(http)) return true;
        if (http.Features.Get<Caller>() is not { } caller || !caller.Has(requirement.Role)) return false;
        if (requirement.AllBots && !caller.SeesAllBots) return false;
        return !BotId.TryParse(http.GetRouteValue(BotParameter) as string, out var bot) || caller.MayTouch(bot);
    }
}
