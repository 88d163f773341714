using System.Text;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;

namespace MultiBot.Storage.Messages;

/// <summary>
/// The one way a text gets into <c>message_data</c> and out again: a format byte, then UTF-8, or UTF-8 sealed with the bot's key. What is
/// shown in another way than plainly has its entities before the text, sealed with it.
/// </summary>
internal sealed class MessageCodec(ISecretBox box)
{
    private const byte Plain = 0;
    private const byte Sealed = 1;
    private const byte Formatted = 2;
    private const byte SealedFormatted = 3;
    private const string Purpose = "message";

    public byte[] Encode(BotId bot, string text, bool seal) => Encode(bot, text, [], seal);

    public byte[] Encode(BotId bot, string text, IReadOnlyList<TextEntity> entities, bool seal)
    {
        var clean = StorableText.Clean(text);
        if (seal) return [entities.Count == 0 ? Sealed : SealedFormatted, .. box.Seal(bot, Purpose, [.. EntityBytes.Of(entities), .. Encoding.UTF8.GetBytes(clean)])];

        var before = EntityBytes.Of(entities);
        var bytes = new byte[1 + before.Length + Encoding.UTF8.GetByteCount(clean)];
        bytes[0] = entities.Count == 0 ? Plain : Formatted;
        before.CopyTo(bytes.AsSpan(1));
        Encoding.UTF8.GetBytes(clean, bytes.AsSpan(1 + before.Length));
        return bytes;
    }

    public string Decode(BotId bot, ReadOnlySpan<byte> bytes) => DecodeFormatted(bot, bytes).Text;

    public FormattedData DecodeFormatted(BotId bot, ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        Plain => new(Encoding.UTF8.GetString(bytes[1..]), []),
        Sealed => new(Encoding.UTF8.GetString(box.Open(bot, Purpose, bytes[1..])), []),
        Formatted => Read(bytes[1..]),
        SealedFormatted => Read(box.Open(bot, Purpose, bytes[1..])),
        var format => throw new InvalidDataException($"Message data of bot {bot} has the unknown format {format}."),
    };

    private static FormattedData Read(ReadOnlySpan<byte> bytes)
    {
        var entities = EntityBytes.Read(bytes, out var length);
        return new(Encoding.UTF8.GetString(bytes[length..]), entities);
    }
}

/// <summary>A stored text and how stretches of it are shown.</summary>
internal readonly record struct FormattedData(string Text, TextEntity[] Entities);
