using MultiBot.Domain.Keys;
using MultiBot.Silo.Hosting;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.FirstStart;

/// <summary>The very first start: a database without any key gets one, and the newcomer a bot to talk to.</summary>
public sealed class FirstKey(DataFolder data, HostSettings settings, IApiKeyStore store, TimeProvider time, DemoBot demo)
{
    /// <summary>The key this silo made now; null when there were keys already.</summary>
    public async Task<string?> MakeAsync(CancellationToken cancellation)
    {
        if ((await store.ListAsync(cancellation)).Count > 0) return null;
        var key = ApiKeyText.Create();
        // Noted before the key row: a crash in between must not cost the newcomer his bot.
        if (settings.SandboxEnabled) demo.Want();
        if (!await store.AddFirstAsync(MachineKeys.Record(ApiKeyText.NewId(), time), ApiKeyText.Hash(key), cancellation))
        {
            demo.Forgo();
            return null;
        }

        await AdminKeyFile.WriteAsync(data, key, cancellation);
        return key;
    }
}
