using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MultiBot.Domain.Notices;

/// <summary>Names of notices for all time, so that a second attempt at one is known for the same.</summary>
public static class NoticeId
{
    private const int Custom = 8;

    /// <param name="from">A bot's id, or what else the notice is of.</param>
    /// <param name="newest">The newest event that it tells of.</param>
    /// <param name="take">How often what it tells was taken back before.</param>
    /// <returns>A UUID of version 8 (RFC 9562).</returns>
    public static Guid Of(string from, long newest, int take)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> numbers = stackalloc byte[sizeof(long) + sizeof(int)];
        BinaryPrimitives.WriteInt64BigEndian(numbers, newest);
        BinaryPrimitives.WriteInt32BigEndian(numbers[sizeof(long)..], take);
        SHA256.HashData([.. "notice/"u8, .. Encoding.UTF8.GetBytes(from), (byte)'/', .. numbers], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | (Custom << 4));
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
