using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Telemetry;

/// <summary>The key that reads metrics and nothing else. Kept as a digest: it is compared, never shown.</summary>
public sealed class ScrapeKey(string? key)
{
    private readonly byte[]? digest = key is null ? null : DigestOf(key);

    public bool Is(string? sent) => digest is not null && sent is { Length: > 0 } && CryptographicOperations.FixedTimeEquals(digest, DigestOf(sent));

    private static byte[] DigestOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

/// <summary>Marks what the scrape key opens.</summary>
internal sealed class ScrapedEndpoint;

/// <summary>Lets the scrape key in where it belongs, whatever role is asked for there.</summary>
internal sealed class ScrapeKeyHandler(ScrapeKey key) : AuthorizationHandler<RoleRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (context.Resource is HttpContext http && http.GetEndpoint()?.Metadata.GetMetadata<ScrapedEndpoint>() is not null && key.Is(ApiKeyHandler.KeyIn(http.Request)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
