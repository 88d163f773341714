using System.Text.Json;

namespace MultiBot.Grains.Manager;

/// <summary>Which template a configuration names, before it can be read as a whole.</summary>
internal static class TemplateNames
{
    public static string? In(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty("template", out var template)
                && template.ValueKind is JsonValueKind.String
                    ? template.GetString()
                    : null;
        }
        catch (JsonException)
        {
            // The reader of the whole says what is wrong with it.
            return null;
        }
    }
}
