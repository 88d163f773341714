using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;
using MultiBot.Silo.Api.Json;

namespace MultiBot.Silo.Api.Audit;

/// <summary>Writes who did what. Details are ids and codes.</summary>
public sealed class Auditor(IApiKeyStore store, TimeProvider time)
{
    /// <summary>The silo itself.</summary>
    public const string System = "system";

    /// <summary>Discovery.</summary>
    public const string File = "file";

    public Task RecordAsync(string actor, string action, BotId? bot, IReadOnlyDictionary<string, object?> detail) =>
        store.AuditAsync(
            new AuditEntry { At = time.GetUtcNow(), Actor = actor, Action = action, Bot = bot, Detail = JsonSerializer.Serialize(detail, ApiJson.Options) },
            // The change is made: its line is written even when the caller has gone.
            CancellationToken.None);
}
