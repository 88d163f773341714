using System.Buffers.Binary;
using System.Text;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;

namespace MultiBot.Storage.Messages;

/// <summary>
/// The one way a text gets into <c>message_data</c> and out again: a format byte, then UTF-8, or UTF-8 sealed with the bot's key. A message
/// with details has them before its text, as a number of bytes (four, little-endian) and so much JSON; one of ours that is not shown plainly
/// has its entities there (<see cref="EntityBytes"/>), and one that answers a message in a group that message's source id before them (eight bytes).
/// </summary>
internal sealed class MessageCodec(ISecretBox box)
{
    private const byte Plain = 0;
    private const byte Sealed = 1;
    private const byte PlainDetails = 2;
    private const byte SealedDetails = 3;
    private const byte PlainFormatted = 4;
    private const byte SealedFormatted = 5;
    private const byte PlainReply = 6;
    private const byte SealedReply = 7;
    private const string Purpose = "message";

    public byte[] Encode(BotId bot, string text, bool seal, MessageDetails? details)
    {
        if (details is null) return Encode(bot, text, seal);
        var bytes = DetailsJson.Join(details, StorableText.Clean(text));
        return seal ? [SealedDetails, .. box.Seal(bot, Purpose, bytes)] : [PlainDetails, .. bytes];
    }

    public byte[] Encode(BotId bot, string text, bool seal, TextEntity[] entities, long? replyTo = null)
    {
        if (entities.Length == 0 && replyTo is null) return Encode(bot, text, seal);
        byte[] bytes = [.. EntityBytes.Of(entities), .. Encoding.UTF8.GetBytes(StorableText.Clean(text))];
        if (replyTo is not { } target) return seal ? [SealedFormatted, .. box.Seal(bot, Purpose, bytes)] : [PlainFormatted, .. bytes];
        bytes = [.. NumberBytes(target), .. bytes];
        return seal ? [SealedReply, .. box.Seal(bot, Purpose, bytes)] : [PlainReply, .. bytes];
    }

    public byte[] Encode(BotId bot, string text, bool seal)
    {
        var clean = StorableText.Clean(text);
        if (seal) return [Sealed, .. box.Seal(bot, Purpose, Encoding.UTF8.GetBytes(clean))];

        var bytes = new byte[1 + Encoding.UTF8.GetByteCount(clean)];
        bytes[0] = Plain;
        Encoding.UTF8.GetBytes(clean, bytes.AsSpan(1));
        return bytes;
    }

    /// <summary>The text alone.</summary>
    public string Decode(BotId bot, ReadOnlySpan<byte> bytes) => Read(bot, bytes).Text;

    public (string Text, MessageDetails? Details) Read(BotId bot, ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        Plain => (Encoding.UTF8.GetString(bytes[1..]), null),
        Sealed => (Encoding.UTF8.GetString(box.Open(bot, Purpose, bytes[1..])), null),
        PlainDetails => DetailsJson.Split(bytes[1..]),
        SealedDetails => DetailsJson.Split(box.Open(bot, Purpose, bytes[1..])),
        PlainFormatted or SealedFormatted or PlainReply or SealedReply => (ReadFormatted(bot, bytes).Text, null),
        var format => throw new InvalidDataException($"Message data of bot {bot} has the unknown format {format}."),
    };

    /// <summary>A text of ours.</summary>
    public FormattedData ReadFormatted(BotId bot, ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        PlainFormatted => EntityBytes.Split(bytes[1..]),
        SealedFormatted => EntityBytes.Split(box.Open(bot, Purpose, bytes[1..])),
        PlainReply => SplitReply(bytes[1..]),
        SealedReply => SplitReply(box.Open(bot, Purpose, bytes[1..])),
        _ => new FormattedData(Decode(bot, bytes), []),
    };

    private static FormattedData SplitReply(ReadOnlySpan<byte> bytes) =>
        EntityBytes.Split(bytes[sizeof(long)..]) with { ReplyTo = BinaryPrimitives.ReadInt64LittleEndian(bytes) };

    private static byte[] NumberBytes(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }
}

/// <summary>A stored text, how stretches of it are shown, and which message it answers.</summary>
internal readonly record struct FormattedData(string Text, TextEntity[] Entities, long? ReplyTo = null);
