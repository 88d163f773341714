using MultiBot.Domain.Keys;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.FirstStart;

/// <summary>The admin key of whoever sits at the machine: made at the first start, replaced by «./run admin-key».</summary>
public static class MachineKeys
{
    public const string KeyName = "admin of this machine";

    public static ApiKeyRecord Record(string id, TimeProvider time) =>
        new() { Id = id, Name = KeyName, Role = ApiRole.Admin, CreatedAt = time.GetUtcNow() };

    /// <summary>Adds the key and revokes those it replaces.</summary>
    public static async Task ReplaceAsync(IApiKeyStore store, KeyRing ring, ApiKeyRecord key, byte[] hash, CancellationToken cancellation)
    {
        if (await store.FindAsync(hash, cancellation) is null)
            await store.AddAsync(key, hash, cancellation);
        foreach (var old in await store.ListAsync(cancellation))
        {
            if (old.Name != KeyName || old.Id == key.Id) continue;
            await store.RevokeAsync(old.Id, cancellation);
            ring.Forget(old.Id);
        }
    }
}
