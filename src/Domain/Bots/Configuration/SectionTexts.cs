using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>The text fields of a section. Text on one line is trimmed: what is pasted often carries a line end.</summary>
internal static class SectionTexts
{
    /// <summary>One line of 1 to <paramref name="max"/> characters.</summary>
    public static Shape LineShape(int max) =>
        new(text => text.Length > 0 && text.Length <= max && !text.Any(char.IsControl), ConfigCodes.OutOfRange, Length(max, " on one line"));

    extension(SectionReader section)
    {
        /// <summary>A text of a certain shape; null when absent, null or refused.</summary>
        public string? Shaped(string name, Shape shape) =>
            section.TryGetOrNull(name, JsonValueKind.String, "a text", out var node) ? section.Check(section.At(name), node, shape) : null;

        /// <summary>As <see cref="Shaped(SectionReader, string, Shape)"/>, for a field that has a default and takes no null.</summary>
        public string Shaped(string name, string fallback, Shape shape) =>
            section.TryGet(name, JsonValueKind.String, "a text", out var node) ? section.Check(section.At(name), node, shape) ?? fallback : fallback;

        /// <summary>Text of several lines, kept as it is.</summary>
        public string? Prose(string name, int max)
        {
            if (!section.TryGetOrNull(name, JsonValueKind.String, "a text", out var node)) return null;
            var text = node.GetValue<string>();
            if (text.Length <= max && !string.IsNullOrWhiteSpace(text)) return text;
            section.Refuse(name, ConfigCodes.OutOfRange, Length(max, "") + " Leave it out for none.");
            return null;
        }

        /// <summary>An array of texts of one shape, none of them twice.</summary>
        public string[] List(string name, int maxItems, Shape shape)
        {
            if (!section.TryGet(name, JsonValueKind.Array, "an array", out var node)) return [];
            var items = node.AsArray();
            if (items.Count > maxItems)
                section.Refuse(name, ConfigCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"It holds at most {maxItems} items."));
            var texts = new List<string>();
            for (var i = 0; i < Math.Min(items.Count, maxItems); i++)
            {
                var place = JsonPointer.Append(section.At(name), i.ToString(CultureInfo.InvariantCulture));
                if (section.Item(place, items[i], shape) is not { } text) continue;
                if (!texts.Contains(text, StringComparer.OrdinalIgnoreCase)) texts.Add(text);
                else section.Errors.Add(place, ConfigCodes.DuplicateItem, "It stands in the list already.");
            }

            return [.. texts];
        }

        private string? Item(string place, JsonNode? item, Shape shape)
        {
            if (item?.GetValueKind() is JsonValueKind.String) return section.Check(place, item, shape);
            if (!section.Errors.At(place)) section.Errors.Add(place, ConfigCodes.WrongType, "It must be a text.");
            return null;
        }

        private string? Check(string place, JsonNode node, Shape shape)
        {
            var text = node.GetValue<string>().Trim();
            if (shape.IsValid(text)) return text;
            section.Errors.Add(place, shape.Code, shape.Message);
            return null;
        }
    }

    private static string Length(int max, string how) => string.Create(CultureInfo.InvariantCulture, $"It must have 1 to {max} characters{how}.");
}
