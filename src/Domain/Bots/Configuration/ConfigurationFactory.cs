using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Secrets;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>Reads and combines configurations. Finds every error in one go; holds no state.</summary>
public sealed class ConfigurationFactory : IConfigurationFactory
{
    public Answer<BotConfig> Read(string json, BotConfig? current, string? template)
    {
        var errors = new ConfigErrors();
        if (Load(json, errors) is not { } own) return errors.ToProblem()!;
        if (template is null && NameIn(own) is not null)
            errors.Add("/template", ConfigCodes.TemplateUnknown, "There is no template of that name; store it first.");
        if (template is not null && Load(template, errors) is { } shared) own = JsonMerging.Under(shared, own);
        var config = new ConfigReader(errors, current, isTemplate: false).Read(own);
        return errors.ToProblem() is { } problem ? problem : config;
    }

    public string? TemplateOf(string json) => Load(json, new ConfigErrors()) is { } own ? NameIn(own) : null;

    public Answer<string> Merge(string ownJson, string patch)
    {
        var errors = new ConfigErrors();
        var (own, change) = (Load(ownJson, errors), Load(patch, errors));
        return errors.ToProblem() is { } problem ? problem : ConfigDocument.Write(JsonMerging.Patch(own!, change!));
    }

    /// <exception cref="ArgumentException">The text is no configuration; it was to be read first.</exception>
    public string Own(string json, BotConfig config)
    {
        var described = ConfigWriter.Write(config);
        var own = Load(json, new ConfigErrors()) ?? throw new ArgumentException("No configuration.", nameof(json));
        var kept = Kept(described, own);
        kept.Remove("botId");
        kept.Insert(0, "botId", config.BotId.Value);
        foreach (var (section, name) in SecretFields.All)
        {
            if (described[section]![name] is null) continue;
            if (kept[section] is not JsonObject) kept[section] = new JsonObject();
            kept[section]![name] = Secret.Mask;
        }

        return ConfigDocument.Write(kept);
    }

    public string Describe(BotConfig config) => ConfigDocument.Write(ConfigWriter.Write(config));

    public Problem? CheckTemplate(string json)
    {
        var errors = new ConfigErrors();
        if (Load(json, errors) is { } template) new ConfigReader(errors, current: null, isTemplate: true).Read(template);
        return errors.ToProblem();
    }

    private static JsonObject? Load(string json, ConfigErrors errors) =>
        ConfigDocument.Parse(json, errors) is { } tree ? SeedConfiguration.Translate(tree, errors) : null;

    // A name of another shape is refused as such.
    private static string? NameIn(JsonObject own)
    {
        var name = own["template"]?.GetValueKind() is JsonValueKind.String ? own["template"]!.GetValue<string>().Trim() : null;
        return BotId.TryParse(name, out _) ? name : null;
    }

    /// <summary>Of everything described, what its operator said himself.</summary>
    private static JsonObject Kept(JsonObject described, JsonObject own)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in described)
        {
            if (!own.TryGetPropertyValue(name, out var said)) continue;
            kept[name] = said is JsonObject mine && value is JsonObject all ? Kept(all, mine) : value?.DeepClone();
        }

        return kept;
    }
}
