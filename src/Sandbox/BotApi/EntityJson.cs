using System.Text.Json;

namespace MultiBot.Sandbox.BotApi;

/// <summary>Finds what Telegram marks in plain text and bots rely on: commands and mentions. Offsets are UTF-16, as Telegram's.</summary>
internal static class EntityJson
{
    private const int LongestCommand = 32;

    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> property, string text)
    {
        if (text.AsSpan().IndexOfAny('/', '@') < 0)
            return;
        var any = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is not ('/' or '@') || (at > 0 && !char.IsWhiteSpace(text[at - 1])))
                continue;
            var length = Measure(text, at);
            if (length == 0)
                continue;
            if (!any)
                json.WriteStartArray(property);
            any = true;
            WriteEntity(json, text[at] is '/' ? "bot_command"u8 : "mention"u8, at, length);
            at += length - 1;
        }

        if (any)
            json.WriteEndArray();
    }

    private static void WriteEntity(Utf8JsonWriter json, ReadOnlySpan<byte> type, int offset, int length)
    {
        json.WriteStartObject();
        json.WriteNumber("offset"u8, offset);
        json.WriteNumber("length"u8, length);
        json.WriteString("type"u8, type);
        json.WriteEndObject();
    }

    /// <summary>Length with its sign, 0 when this is neither a command nor a mention; a command may name its bot.</summary>
    private static int Measure(string text, int start)
    {
        var end = SkipWord(text, start + 1);
        if (end == start + 1 || end - start - 1 > LongestCommand)
            return 0;
        if (text[start] is '/' && end < text.Length && text[end] is '@')
        {
            var afterName = SkipWord(text, end + 1);
            if (afterName > end + 1)
                end = afterName;
        }

        return end - start;
    }

    private static int SkipWord(string text, int at)
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_'))
            at++;
        return at;
    }
}
