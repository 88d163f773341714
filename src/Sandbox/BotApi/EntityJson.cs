using System.Text.Json;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>
/// What a text's entities are: those that were given with it, and what Telegram finds in plain text and bots rely on, commands and mentions.
/// Offsets are UTF-16, as Telegram's.
/// </summary>
internal static class EntityJson
{
    private const int LongestCommand = 32;

    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> property, string text, TextMark[] given)
    {
        if (given.Length == 0 && text.AsSpan().IndexOfAny('/', '@') < 0)
            return;
        var found = Find(text).Where(mark => !given.Any(other => other.Offset < mark.End && mark.Offset < other.End));
        TextMark[] all = [.. given.Concat(found).OrderBy(mark => mark.Offset)];
        if (all.Length == 0)
            return;
        json.WriteStartArray(property);
        foreach (var mark in all)
            WriteEntity(json, mark);
        json.WriteEndArray();
    }

    private static IEnumerable<TextMark> Find(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is not ('/' or '@') || (at > 0 && !char.IsWhiteSpace(text[at - 1])))
                continue;
            var length = Measure(text, at);
            if (length == 0)
                continue;
            yield return new TextMark(text[at] is '/' ? "bot_command" : "mention", at, length);
            at += length - 1;
        }
    }

    private static void WriteEntity(Utf8JsonWriter json, TextMark mark)
    {
        json.WriteStartObject();
        json.WriteNumber("offset"u8, mark.Offset);
        json.WriteNumber("length"u8, mark.Length);
        json.WriteString("type"u8, mark.Type);
        if (mark.UserId is { } user)
            WriteUser(json, user);
        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, long id)
    {
        json.WriteStartObject("user"u8);
        json.WriteNumber("id"u8, id);
        json.WriteBoolean("is_bot"u8, false);
        json.WriteString("first_name"u8, "Somebody"u8);
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
