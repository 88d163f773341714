using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Keys;
using MultiBot.Silo.Settings;

namespace MultiBot.Silo.Security;

/// <summary>
/// Tells who a key belongs to. Keys found are believed for a few seconds (<see cref="SecuritySettings.KeyCacheSeconds"/>), so that
/// a busy client costs no query per call; a revocation on this silo counts at once. Unknown keys are never remembered: they could fill the memory.
/// </summary>
public sealed class KeyRing(IApiKeyStore store, IOptions<SecuritySettings> settings, TimeProvider time)
{
    /// <summary>The key of <see cref="SecuritySettings.AdminKey"/> in the audit.</summary>
    public const string ConfiguredKeyId = "configured";

    private readonly ConcurrentDictionary<string, Known> known = new();
    private readonly byte[]? configured = settings.Value.AdminKey is { } key ? ApiKeyText.Hash(key) : null;

    /// <summary>Null when nobody has this key or it has expired.</summary>
    public async ValueTask<Caller?> FindAsync(string key, CancellationToken cancellation)
    {
        if (key.Length > ApiKeyText.MaxLength) return null;
        var hash = ApiKeyText.Hash(key);
        if (configured is not null && CryptographicOperations.FixedTimeEquals(hash, configured))
            return new Caller { KeyId = ConfiguredKeyId, Role = ApiRole.Admin };

        if (!key.StartsWith(ApiKeyText.Prefix, StringComparison.Ordinal)) return null;
        var caller = await LookUpAsync(hash, cancellation);
        return caller?.ExpiresAt <= time.GetUtcNow() ? null : caller;
    }

    /// <summary>Forgets a key that was revoked.</summary>
    public void Forget(string keyId)
    {
        foreach (var (hash, entry) in known)
        {
            if (entry.Caller.KeyId == keyId)
                known.TryRemove(hash, out _);
        }
    }

    private async ValueTask<Caller?> LookUpAsync(byte[] hash, CancellationToken cancellation)
    {
        var name = Convert.ToHexStringLower(hash);
        var now = time.GetUtcNow();
        if (known.TryGetValue(name, out var entry) && now < entry.Until) return entry.Caller;
        if (await store.FindAsync(hash, cancellation) is not { } record)
        {
            known.TryRemove(name, out _);
            return null;
        }

        var caller = Caller.Of(record);
        known[name] = new Known(caller, now + settings.Value.KeyCache);
        return caller;
    }

    private sealed record Known(Caller Caller, DateTimeOffset Until);
}
