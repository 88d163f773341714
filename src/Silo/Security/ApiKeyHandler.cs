using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MultiBot.Silo.Api.Problems;

namespace MultiBot.Silo.Security;

/// <summary>
/// <c>Authorization: Bearer mb_…</c>. The header only: no cookie, no query, so that no page in a browser can borrow a key and no
/// key ends in an access log.
/// </summary>
public class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    /// <summary>The key in the request; null: none.</summary>
    protected virtual string? Sent => KeyIn(Request);

    /// <summary>The key a request carries as Bearer.</summary>
    public static string? KeyIn(HttpRequest request) => After(request, SchemeName);

    /// <summary>How a key is asked for, as <c>WWW-Authenticate</c> says it; <paramref name="refused"/>: the one sent is nobody's.</summary>
    protected virtual string Challenge(bool refused) => refused ? "Bearer realm=\"multibot\", error=\"invalid_token\"" : "Bearer realm=\"multibot\"";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Sent is not { Length: > 0 } key) return AuthenticateResult.NoResult();
        if (await keys.FindAsync(key, Context.RequestAborted) is not { } caller)
            return AuthenticateResult.Fail("Unknown, revoked or expired key.");

        Context.Features.Set(caller);
        return AuthenticateResult.Success(new AuthenticationTicket(Principals.Of(caller), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var refused = Sent is { Length: > 0 };
        Response.Headers[HeaderNames.WWWAuthenticate] = Challenge(refused);
        return Context.WriteProblemAsync(refused ? ApiProblems.KeyInvalid : ApiProblems.KeyRequired);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"multibot\", error=\"insufficient_scope\"";
        return Context.WriteProblemAsync(ApiProblems.Forbidden);
    }

    /// <summary>What follows a scheme's name in the header; null: it names another, or there is none.</summary>
    protected string? After(string scheme) => After(Request, scheme);

    private static string? After(HttpRequest request, string scheme) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith($"{scheme} ", StringComparison.OrdinalIgnoreCase)
            ? header[(scheme.Length + 1)..].Trim()
            : null;
}
