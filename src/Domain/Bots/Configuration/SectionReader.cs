using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>
/// Reads the fields of one object by name, type and range. What is wrong goes to the errors, and the field's default is read instead,
/// so that one pass finds everything. <see cref="Finish"/> refuses what nobody asked for.
/// </summary>
internal sealed class SectionReader(JsonObject? values, string pointer, ConfigErrors errors)
{
    private readonly List<string> _asked = [];

    public ConfigErrors Errors => errors;

    public string At(string name) => JsonPointer.Append(pointer, name);

    public bool Has(string name) => values?.ContainsKey(name) is true;

    public void Refuse(string name, string code, string message) => errors.Add(At(name), code, message);

    /// <summary>The field as it stands there; false when absent. A null in the document is a null here.</summary>
    public bool TryGet(string name, out JsonNode? node)
    {
        _asked.Add(name);
        node = null;
        return values?.TryGetPropertyValue(name, out node) is true;
    }

    /// <summary>False when absent or of another type, which is refused. An explicit null is refused too: such a field has a default.</summary>
    public bool TryGet(string name, JsonValueKind kind, string type, out JsonNode node)
    {
        var present = TryGet(name, out var found);
        node = found!;
        if (!present) return false;
        var actual = found?.GetValueKind() ?? JsonValueKind.Null;
        if (actual == kind) return true;
        if (!errors.At(At(name))) Refuse(name, ConfigCodes.WrongType, $"It must be {type}; it is {Spoken(actual)}.");
        return false;
    }

    /// <summary>As <see cref="TryGet(string, JsonValueKind, string, out JsonNode)"/>, but null is allowed and reads as absent.</summary>
    public bool TryGetOrNull(string name, JsonValueKind kind, string type, out JsonNode node)
    {
        if (values is not null && values.TryGetPropertyValue(name, out var found) && found is null)
        {
            _asked.Add(name);
            node = null!;
            return false;
        }

        return TryGet(name, kind, type + " or null", out node);
    }

    public SectionReader Section(string name) =>
        new(TryGet(name, JsonValueKind.Object, "an object", out var node) ? node.AsObject() : null, At(name), errors);

    public SectionReader? SectionOrNull(string name) =>
        TryGetOrNull(name, JsonValueKind.Object, "an object", out var node) ? new SectionReader(node.AsObject(), At(name), errors) : null;

    public bool Flag(string name, bool fallback)
    {
        if (!TryGet(name, out var node)) return fallback;
        var kind = node?.GetValueKind() ?? JsonValueKind.Null;
        if (kind is JsonValueKind.True or JsonValueKind.False) return kind is JsonValueKind.True;
        Refuse(name, ConfigCodes.WrongType, $"It must be true or false; it is {Spoken(kind)}.");
        return fallback;
    }

    public bool? FlagOrNull(string name)
    {
        if (!TryGet(name, out var node) || node is null) return null;
        var kind = node.GetValueKind();
        if (kind is JsonValueKind.True or JsonValueKind.False) return kind is JsonValueKind.True;
        Refuse(name, ConfigCodes.WrongType, $"It must be true, false or null; it is {Spoken(kind)}.");
        return null;
    }

    public double Number(string name, double fallback, double min, double max) =>
        TryGet(name, JsonValueKind.Number, "a number", out var node) ? NumberOf(name, node, min, max) ?? fallback : fallback;

    public int Whole(string name, int fallback, int min, int max) =>
        TryGet(name, JsonValueKind.Number, "a whole number", out var node) ? (int?)WholeOf(name, node, min, max) ?? fallback : fallback;

    public double? NumberOrNull(string name, double min, double max) =>
        TryGetOrNull(name, JsonValueKind.Number, "a number", out var node) ? NumberOf(name, node, min, max) : null;

    public int? WholeOrNull(string name, int min, int max) => (int?)LongOrNull(name, min, max);

    public long? LongOrNull(string name, long min, long max) =>
        TryGetOrNull(name, JsonValueKind.Number, "a whole number", out var node) ? WholeOf(name, node, min, max) : null;

    public T Choice<T>(string name, T fallback, Choices<T> choices)
        where T : struct, Enum
    {
        if (!TryGet(name, JsonValueKind.String, "one of " + choices.Spoken, out var node)) return fallback;
        var text = node.GetValue<string>();
        if (choices.Find(text) is { } value) return value;
        Refuse(name, ConfigCodes.UnknownValue, $"It must be one of {choices.Spoken}.{NearMiss.Hint(text, choices.Names)}");
        return fallback;
    }

    /// <summary>Refuses every field that was not asked for.</summary>
    /// <param name="looksElsewhere">Whether it may have been meant for another section of a bot's configuration.</param>
    public void Finish(bool looksElsewhere = true)
    {
        foreach (var name in values?.Select(field => field.Key) ?? [])
        {
            if (_asked.Contains(name)) continue;
            var elsewhere = looksElsewhere ? KnownFields.Elsewhere(name) : null;
            var hint = NearMiss.Hint(name, _asked) is { Length: > 0 } near ? near : elsewhere is null ? "" : $" Did you mean {elsewhere}?";
            Refuse(name, ConfigCodes.UnknownField, "There is no such field." + hint);
        }
    }

    public double? NumberOf(string name, JsonNode node, double min, double max)
    {
        if (node.AsValue().TryGetValue(out double number) && number >= min && number <= max) return number;
        Refuse(name, ConfigCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"It must be from {min} to {max}."));
        return null;
    }

    private long? WholeOf(string name, JsonNode node, long min, long max)
    {
        if (node.AsValue().TryGetValue(out long number) && number >= min && number <= max) return number;
        Refuse(name, ConfigCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"It must be a whole number from {min} to {max}."));
        return null;
    }

    private static string Spoken(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null (leave the field out for its default)",
        _ => "true or false",
    };
}
