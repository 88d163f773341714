using System.Security.Cryptography;

namespace MultiBot.Storage.Secrets;

/// <summary>The 32 bytes that wrap all data keys. Known to the database by its fingerprint only.</summary>
internal sealed class MasterKey
{
    public const int Size = 32;

    private readonly byte[] key;

    public MasterKey(byte[] key)
    {
        if (key.Length != Size) throw new ArgumentException($"A master key has {Size} bytes.", nameof(key));
        this.key = key;
        Fingerprint = HMACSHA256.HashData(key, "multibot master key"u8);
    }

    /// <summary>Tells whether two keys are the same and nothing else.</summary>
    public byte[] Fingerprint { get; }

    public byte[] Wrap(string bot, int version, ReadOnlySpan<byte> dataKey) => SealedBytes.Seal(key, bot, Purpose, version, dataKey);

    public byte[] Unwrap(string bot, ReadOnlySpan<byte> wrapped) => SealedBytes.Open(key, bot, Purpose, wrapped);

    /// <summary>Seals the secret of something that belongs to no bot, and so has no data key.</summary>
    public byte[] Seal(string owner, string purpose, ReadOnlySpan<byte> plain) => SealedBytes.Seal(key, owner, purpose, FirstVersion, plain);

    public byte[] Open(string owner, string purpose, ReadOnlySpan<byte> sealedBytes) => SealedBytes.Open(key, owner, purpose, sealedBytes);

    /// <summary>A key for one purpose, always the same.</summary>
    public byte[] Derive(string purpose) => HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes(purpose));

    private const string Purpose = "data-key";
    private const int FirstVersion = 1;
}
