using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MultiBot.Storage.Secrets;

/// <summary>
/// AES-256-GCM: one format byte, the version of the key (4 bytes, big endian), nonce (12), tag (16), then the sealed bytes.
/// Bot, purpose and version are authenticated with them, so that nothing sealed can stand in for anything else.
/// </summary>
internal static class SealedBytes
{
    private const byte Format = 1;
    private const int NonceAt = 5;
    private const int TagAt = NonceAt + 12;
    private const int DataAt = TagAt + 16;

    public static byte[] Seal(ReadOnlySpan<byte> key, string bot, string purpose, int version, ReadOnlySpan<byte> plain)
    {
        var bytes = new byte[DataAt + plain.Length];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), version);
        RandomNumberGenerator.Fill(bytes.AsSpan(NonceAt, TagAt - NonceAt));
        using var aes = new AesGcm(key, DataAt - TagAt);
        aes.Encrypt(bytes.AsSpan(NonceAt, TagAt - NonceAt), plain, bytes.AsSpan(DataAt), bytes.AsSpan(TagAt, DataAt - TagAt), Bound(bot, purpose, version));
        return bytes;
    }

    /// <summary>The version of the key that sealed the bytes.</summary>
    public static int VersionOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < DataAt || bytes[0] != Format) throw new CryptographicException("These bytes were not sealed here.");
        return BinaryPrimitives.ReadInt32BigEndian(bytes[1..]);
    }

    public static byte[] Open(ReadOnlySpan<byte> key, string bot, string purpose, ReadOnlySpan<byte> bytes)
    {
        var version = VersionOf(bytes);
        var plain = new byte[bytes.Length - DataAt];
        using var aes = new AesGcm(key, DataAt - TagAt);
        aes.Decrypt(bytes[NonceAt..TagAt], bytes[DataAt..], bytes[TagAt..DataAt], plain, Bound(bot, purpose, version));
        return plain;
    }

    /// <summary>Bot ids and purposes hold no NUL, so the parts can't run into each other.</summary>
    private static byte[] Bound(string bot, string purpose, int version) => Encoding.UTF8.GetBytes($"multibot\0{bot}\0{purpose}\0{version}");
}
