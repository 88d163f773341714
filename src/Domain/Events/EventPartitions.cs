using System.Security.Cryptography;
using System.Text;
using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Events;

/// <summary>
/// The parts in which the log is handed to subscribers: silos share the work, and the events of a bot, which are all in one part, stay
/// in order.
/// </summary>
public static class EventPartitions
{
    public const int Count = 16;

    /// <summary>The first hexadecimal digit of the id's MD5, which the database knows as well: it spreads, and guards nothing.</summary>
    public static int Of(BotId bot)
    {
        Span<byte> text = stackalloc byte[BotId.MaxLength];
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        var length = Encoding.ASCII.GetBytes(bot.Value, text);
#pragma warning disable CA5351 // Nothing is kept safe by it.
        MD5.HashData(text[..length], hash);
#pragma warning restore CA5351
        return hash[0] >> 4;
    }
}
