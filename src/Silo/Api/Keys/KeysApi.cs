using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Problems;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Keys;

/// <summary><c>/api/v1/keys</c>: who may call. Only admins who see every bot.</summary>
public static class KeysApi
{
    private const int LongestName = 100;

    public static RouteGroupBuilder MapKeysApi(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys").Needs(ApiRole.Admin, allBots: true);
        keys.MapGet("/", List).WithSummary("List API keys").Produces<ListAnswer<KeyView>>();
        keys.MapPost("/", Make).Audited("key.add").WithSummary("Make an API key; it is shown this once").Produces<KeyMade>(StatusCodes.Status201Created);
        keys.MapDelete("/{keyId}", Revoke).Audited("key.revoke").WithSummary("Revoke an API key").Produces(StatusCodes.Status204NoContent);
        return api;
    }

    private static async Task<IResult> List(HttpContext context, IApiKeyStore store)
    {
        var keys = await store.ListAsync(context.RequestAborted);
        return Results.Ok(new ListAnswer<KeyView> { Items = [.. keys.Select(KeyView.Of)] });
    }

    private static async Task<IResult> Make(HttpContext context, IApiKeyStore store, TimeProvider time, KeyRequest request)
    {
        if (Refusal(request, time.GetUtcNow()) is { } refusal) return refusal.Result();
        var text = ApiKeyText.Create();
        var key = new ApiKeyRecord
        {
            Id = ApiKeyText.NewId(),
            Name = request.Name.Trim(),
            Role = request.Role,
            Bots = request.Bots,
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = request.ExpiresAt,
        };
        await store.AddAsync(key, ApiKeyText.Hash(text), context.RequestAborted);
        context.AuditAs(null, ("keyId", key.Id), ("role", key.Role));
        // The key stands in this one answer: no cache may keep it.
        context.Response.Headers.CacheControl = "no-store";
        return Results.Created($"/api/v1/keys/{key.Id}", KeyMade.Of(key, text));
    }

    private static async Task<IResult> Revoke(HttpContext context, IApiKeyStore store, KeyRing ring, string keyId)
    {
        var found = await store.RevokeAsync(keyId, context.RequestAborted);
        ring.Forget(keyId);
        return found
            ? Results.NoContent()
            : new ApiProblem(StatusCodes.Status404NotFound, "key.not_found", "There is no such key.").Result();
    }

    private static ApiProblem? Refusal(KeyRequest request, DateTimeOffset now) => request switch
    {
        _ when request.Name.Trim() is { Length: 0 or > LongestName } =>
            RequestProblems.Field(new FieldError("/name", "key.name", $"A name has 1–{LongestName} characters.")),
        { Bots: [] } => RequestProblems.Field(new FieldError("/bots", "key.bots", "An empty list would allow nothing; leave it out for all bots.")),
        _ when request.ExpiresAt <= now => RequestProblems.Field(new FieldError("/expiresAt", "key.expiry", "It lies in the past.")),
        _ => null,
    };
}

/// <summary>A key to be made.</summary>
public sealed record KeyRequest
{
    /// <summary>Whose it is or what it is for, 1–100 characters.</summary>
    public required string Name { get; init; }

    /// <summary><c>viewer</c>, <c>operator</c> or <c>admin</c>; each includes those before it.</summary>
    public required ApiRole Role { get; init; }

    /// <summary>Only these bots. Absent: all.</summary>
    public BotId[]? Bots { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A key as it is listed: never the key itself.</summary>
public record KeyView
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required ApiRole Role { get; init; }
    public string[]? Bots { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    public static KeyView Of(ApiKeyRecord key) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Role = key.Role,
        Bots = key.Bots?.Select(bot => bot.Value).ToArray(),
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
    };
}

/// <summary>A new key, with its text.</summary>
public sealed record KeyMade : KeyView
{
    /// <summary>Send it as <c>Authorization: Bearer …</c>. It can't be read again.</summary>
    public required string Key { get; init; }

    public static KeyMade Of(ApiKeyRecord key, string text)
    {
        var view = KeyView.Of(key);
        return new KeyMade
        {
            Id = view.Id, Name = view.Name, Role = view.Role, Bots = view.Bots, CreatedAt = view.CreatedAt, ExpiresAt = view.ExpiresAt, Key = text,
        };
    }
}
