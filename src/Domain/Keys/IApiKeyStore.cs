using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Keys;

/// <summary>What a key may do; each role includes those below it.</summary>
public enum ApiRole : byte
{
    Viewer = 0,
    Operator = 1,
    Admin = 2,
}

/// <summary>An API key as kept: never the key, only its SHA-256.</summary>
public sealed record ApiKeyRecord
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required ApiRole Role { get; init; }

    /// <summary>The bots it may see and steer. Null: all.</summary>
    public IReadOnlyList<BotId>? Bots { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>API keys and the audit of what was done with them.</summary>
public interface IApiKeyStore
{
    /// <summary>Adds a key under the SHA-256 of its text.</summary>
    Task AddAsync(ApiKeyRecord key, byte[] hash, CancellationToken cancellation);

    /// <summary>Adds the key only when there is none at all. True for the one silo that made the first.</summary>
    Task<bool> AddFirstAsync(ApiKeyRecord key, byte[] hash, CancellationToken cancellation);

    Task<ApiKeyRecord?> FindAsync(byte[] hash, CancellationToken cancellation);
    Task<IReadOnlyList<ApiKeyRecord>> ListAsync(CancellationToken cancellation);

    /// <summary>False when there is no such key.</summary>
    Task<bool> RevokeAsync(string id, CancellationToken cancellation);

    /// <summary>Writes one audit line. Its detail holds ids and codes, never secrets or message text.</summary>
    Task AuditAsync(AuditEntry entry, CancellationToken cancellation);
}

public sealed record AuditEntry
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Key id, or <c>file</c>, <c>system</c>, or <c>chat:</c> and the number of the admin's chat that commanded it.</summary>
    public required string Actor { get; init; }
    public required string Action { get; init; }
    public BotId? Bot { get; init; }
    public string Detail { get; init; } = "{}";
}
