using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Secrets;

/// <summary>
/// Seals bytes with the bot's own data key (AES-256-GCM), bound to (bot, purpose). Data keys are wrapped by the master key, which
/// lives outside the database. Used by storage only.
/// </summary>
public interface ISecretBox
{
    byte[] Seal(BotId bot, string purpose, ReadOnlySpan<byte> plain);

    /// <exception cref="System.Security.Cryptography.CryptographicException">Sealed for another bot or purpose, or tampered with.</exception>
    byte[] Open(BotId bot, string purpose, ReadOnlySpan<byte> sealedBytes);
}
