using System.Security.Cryptography;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Secrets;
using MultiBot.Storage.Secrets;

namespace MultiBot.Storage.Keys;

/// <summary>Seals with the bot's data key. On a writer’s thread only for bots whose key exists already.</summary>
internal sealed class SecretBox(DataKeys keys) : ISecretBox
{
    public byte[] Seal(BotId bot, string purpose, ReadOnlySpan<byte> plain)
    {
        var key = keys.Find(bot) ?? keys.EnsureAsync(bot, CancellationToken.None).GetAwaiter().GetResult();
        return SealedBytes.Seal(key.Key, bot.Value, purpose, key.Version, plain);
    }

    public byte[] Open(BotId bot, string purpose, ReadOnlySpan<byte> sealedBytes)
    {
        var version = SealedBytes.VersionOf(sealedBytes);
        var key = keys.Find(bot);
        if (key?.Version != version)
        {
            // Another silo may have erased the bot and registered it anew.
            keys.Forget(bot);
            key = keys.Find(bot);
        }

        if (key?.Version != version)
            throw new CryptographicException("The key these bytes were sealed with is not here.");
        return SealedBytes.Open(key.Key, bot.Value, purpose, sealedBytes);
    }
}
