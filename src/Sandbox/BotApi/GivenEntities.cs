using System.Text.Json;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>
/// The entities a bot gives with a text. As on Telegram they follow the text when white space before it goes, and end with it; what is left
/// of none is dropped, and so are those beyond the hundredth.
/// </summary>
internal static class GivenEntities
{
    private const int Most = 100;

    /// <param name="call">The call.</param>
    /// <param name="given">The text as it came.</param>
    /// <param name="shown">The text as people see it.</param>
    /// <param name="wrong">Why they can't be read.</param>
    public static TextMark[] Read(BotCall call, string given, string shown, out BotApiError? wrong)
    {
        wrong = null;
        if (string.IsNullOrEmpty(call.Arguments.Text("entities"))) return [];
        var marks = new List<TextMark>();
        if (call.Arguments.Json("entities") is not { ValueKind: JsonValueKind.Array } entities || !entities.EnumerateArray().All(entity => TryRead(entity, marks)))
        {
            wrong = BotApiError.BadEntities;
            return [];
        }

        var before = given.Length - given.AsSpan().TrimStart().Length;
        return [.. marks.Select(mark => Clip(mark, before, shown.Length)).Where(mark => mark.Length > 0).OrderBy(mark => mark.Offset).Take(Most)];
    }

    private static bool TryRead(JsonElement entity, List<TextMark> marks)
    {
        if (entity.ValueKind is not JsonValueKind.Object
            || !entity.TryGetProperty("type"u8, out var type) || type.ValueKind is not JsonValueKind.String
            || !entity.TryGetProperty("offset"u8, out var offset) || !offset.TryGetInt32(out var from)
            || !entity.TryGetProperty("length"u8, out var length) || !length.TryGetInt32(out var count))
            return false;
        marks.Add(new TextMark(type.GetString()!, from, count));
        return true;
    }

    private static TextMark Clip(TextMark mark, int before, int textLength)
    {
        var from = Math.Clamp((long)mark.Offset - before, 0, textLength);
        var to = Math.Clamp((long)mark.Offset - before + mark.Length, 0, textLength);
        return mark with { Offset = (int)from, Length = (int)(to - from) };
    }
}
