using System.Text.Json;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Webhooks;
using MultiBot.Storage.Secrets;

namespace MultiBot.Storage.Webhooks;

/// <summary>A webhook's address and secret on their way into the database and back: the address may hold a secret of the receiver's.</summary>
internal static class SealedWebhook
{
    private const string Purpose = "webhook";

    public static byte[] Seal(MasterKey master, WebhookId id, WebhookSettings settings) =>
        master.Seal(id.Value, Purpose, JsonSerializer.SerializeToUtf8Bytes<string[]>([settings.Url, settings.Secret.Reveal()]));

    public static (string Url, Secret Secret) Open(MasterKey master, WebhookId id, ReadOnlySpan<byte> sealedBytes)
    {
        var parts = JsonSerializer.Deserialize<string[]>(master.Open(id.Value, Purpose, sealedBytes))!;
        return (parts[0], new Secret(parts[1]));
    }
}
