using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Problems;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>
/// The flat names of the first design (<c>bot_id</c>, <c>telegram_api_id</c>, …), understood wherever a configuration is. What is
/// written with today's names beside them stays.
/// </summary>
public static class SeedConfiguration
{
    private static readonly (string Flat, string Section, string Name)[] Names =
    [
        ("bot_id", "", "botId"),
        ("telegram_api_id", "telegram", "apiId"),
        ("telegram_api_hash", "telegram", "apiHash"),
        ("telegram_phone", "telegram", "phone"),
        ("openai_api_key", "llm", "apiKey"),
        ("admin_chat_id", "", "adminChatId"),
        ("data_isolation", "", "dataIsolation"),
    ];

    // They were environment variables once, where numbers are text.
    private static readonly string[] Numbers = ["telegram_api_id", "admin_chat_id"];

    /// <summary>The same configuration with today's names; one that has them already comes back as it is.</summary>
    public static Answer<string> Translate(string json)
    {
        var errors = new ConfigErrors();
        var tree = ConfigDocument.Parse(json, errors) is { } parsed ? Translate(parsed, errors) : null;
        return errors.ToProblem() is { } problem ? problem : ConfigDocument.Write(tree!);
    }

    internal static JsonObject Translate(JsonObject flat, ConfigErrors errors)
    {
        if (!Names.Any(name => flat.ContainsKey(name.Flat))) return flat;
        var nested = flat.DeepClone().AsObject();
        foreach (var (name, section, field) in Names)
        {
            if (!nested.Remove(name, out var value)) continue;
            if (Section(nested, section) is not { } target || !target.TryAdd(field, Read(name, value)))
                errors.Add("/" + name, ConfigCodes.DuplicateKey, $"{JsonPointer.Spoken($"{section}/{field}")} is given too; keep one.");
        }

        if (nested["telegram"] is JsonObject telegram && telegram.ContainsKey("apiId")) telegram.TryAdd("kind", "user");
        foreach (var section in (string[])["dataIsolation", "features"])
            if (nested[section] is JsonObject fields) nested[section] = CamelCased(fields);
        return nested;
    }

    private static JsonObject? Section(JsonObject tree, string name)
    {
        if (name.Length == 0) return tree;
        tree.TryAdd(name, new JsonObject());
        return tree[name] as JsonObject;
    }

    private static JsonNode? Read(string name, JsonNode? value)
    {
        var isNumber = Numbers.Contains(name) && value?.GetValueKind() is JsonValueKind.String;
        return isNumber && long.TryParse(value!.GetValue<string>(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? JsonSerializer.SerializeToNode(number)
            : value;
    }

    // A name whose place is taken keeps its spelling, and is refused as unknown.
    private static JsonObject CamelCased(JsonObject fields)
    {
        var renamed = new JsonObject();
        foreach (var (name, value) in fields)
            if (fields.ContainsKey(Camel(name)) || !renamed.TryAdd(Camel(name), value?.DeepClone())) renamed[name] = value?.DeepClone();
        return renamed;
    }

    private static string Camel(string name)
    {
        var words = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 ? name : words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
