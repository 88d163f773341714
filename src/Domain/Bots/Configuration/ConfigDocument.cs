using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>
/// The text of a configuration as a tree and back. Duplicate keys and text that can't be stored are reported and left out of the
/// tree, so that the rest is checked in the same go.
/// </summary>
internal static class ConfigDocument
{
    /// <summary>UTF-8 bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    // The deepest field lies at three.
    private const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    // Letters of all languages stay readable; what HTML takes for markup is escaped.
    private static readonly JsonSerializerOptions Output = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), WriteIndented = true };

    /// <summary>Null when there is no tree to check; the reason is among <paramref name="errors"/>.</summary>
    public static JsonObject? Parse(string json, ConfigErrors errors)
    {
        json = json.TrimStart('\uFEFF');
        if (Encoding.UTF8.GetByteCount(json) > MaxBytes)
            return Refuse(errors, ConfigCodes.TooLarge, "A configuration has at most 256 KiB.");
        if (!IsStorable(json)) return Refuse(errors, ConfigCodes.TextInvalid, "The text holds a NUL or half of a character pair.");
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? (JsonObject?)Convert(document.RootElement, "", errors)
                : Refuse(errors, ConfigCodes.WrongType, "A configuration is a JSON object.");
        }
        catch (JsonException e)
        {
            // Its own message repeats characters of the text, which may be those of a secret.
            var place = string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
            return Refuse(errors, ConfigCodes.JsonInvalid, $"This is no valid JSON; it stops making sense at {place}.");
        }
    }

    public static string Write(JsonObject tree) => tree.ToJsonString(Output);

    private static bool IsStorable(string text) => ReferenceEquals(StorableText.Clean(text), text);

    private static JsonObject? Refuse(ConfigErrors errors, string code, string message)
    {
        errors.Add("", code, message);
        return null;
    }

    private static JsonNode? Convert(JsonElement element, string pointer, ConfigErrors errors) => element.ValueKind switch
    {
        JsonValueKind.Object => ConvertObject(element, pointer, errors),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select((item, i) => Convert(item, Item(pointer, i), errors))]),
        JsonValueKind.String => ConvertText(element, pointer, errors),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(element.Clone()),
    };

    private static JsonObject ConvertObject(JsonElement element, string pointer, ConfigErrors errors)
    {
        var tree = new JsonObject();
        foreach (var property in element.EnumerateObject())
        {
            if (TryRead(() => property.Name) is not { } name)
            {
                errors.Add(pointer, ConfigCodes.TextInvalid, "A field's name holds a NUL or half of a character pair.");
                continue;
            }

            var place = JsonPointer.Append(pointer, name);
            if (tree.ContainsKey(name)) errors.Add(place, ConfigCodes.DuplicateKey, "The field is given twice.");
            else tree.Add(name, Convert(property.Value, place, errors));
        }

        return tree;
    }

    private static JsonValue? ConvertText(JsonElement element, string pointer, ConfigErrors errors)
    {
        if (TryRead(() => element.GetString()!) is { } text) return JsonValue.Create(text);
        errors.Add(pointer, ConfigCodes.TextInvalid, "The text holds a NUL or half of a character pair.");
        return null;
    }

    private static string Item(string pointer, int index) => JsonPointer.Append(pointer, index.ToString(CultureInfo.InvariantCulture));

    private static string? TryRead(Func<string> read)
    {
        try
        {
            var text = read();
            return IsStorable(text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate: valid JSON, but no text.
            return null;
        }
    }
}
