using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Client.Output;

namespace MultiBot.Client.Bots;

/// <summary>Makes a merge patch (RFC 7396) out of <c>path=value</c> settings. Pure.</summary>
internal static class ConfigPatch
{
    /// <summary>
    /// A path is field names with dots between; a value is JSON, else taken as text; <c>null</c> takes a field away.
    /// Null with a sentence in <paramref name="error"/> when a setting makes no sense.
    /// </summary>
    public static string? Of(IEnumerable<KeyValuePair<string, string>> settings, out string? error)
    {
        var patch = new JsonObject();
        foreach (var (path, value) in settings)
        {
            if (TryPlace(patch, path.Split('.'), ValueOf(value))) continue;
            error = $"--set {path}: the path is empty, given twice, or leads through a plain value.";
            return null;
        }

        error = null;
        return patch.ToJsonString(Json.Options);
    }

    /// <summary>Splits <c>path=value</c> at the first equals sign.</summary>
    public static bool TrySplit(string setting, out KeyValuePair<string, string> pair)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        pair = equals > 0 ? new(setting[..equals], setting[(equals + 1)..]) : default;
        return equals > 0;
    }

    private static bool TryPlace(JsonObject at, string[] path, JsonNode? value)
    {
        foreach (var name in path[..^1])
        {
            if (name.Length == 0) return false;
            if (!at.TryGetPropertyValue(name, out var next)) at[name] = next = new JsonObject();
            if (next is not JsonObject inner) return false;
            at = inner;
        }

        return path[^1].Length > 0 && at.TryAdd(path[^1], value);
    }

    private static JsonNode? ValueOf(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
