using System.Security.Claims;

namespace MultiBot.Silo.Security;

/// <summary>A caller as ASP.NET Core knows identities, and back.</summary>
public static class Principals
{
    public static ClaimsPrincipal Of(Caller caller) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.KeyId)], ApiKeyHandler.SchemeName));

    /// <summary>The key's owner. Only behind an endpoint that demands a key.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint is not behind a key.");
}
