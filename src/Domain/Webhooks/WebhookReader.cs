using System.Text.Json.Nodes;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Bots.Configuration;
using MultiBot.Domain.Events;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Secrets;

namespace MultiBot.Domain.Webhooks;

/// <summary>What an operator wrote about a webhook. Finds every error in one go; pure.</summary>
public static class WebhookReader
{
    private const int LongestName = 100;
    private const int LongestUrl = 2000;
    private const int MostBots = 1000;

    private static readonly Shape Url = new(IsUrl, WebhookCodes.BadUrl, "It must be an absolute http or https address of at most 2000 characters, without user and fragment.");
    private static readonly Shape SecretText = new(WebhookSignature.IsSecret, WebhookCodes.BadSecret, "It must be whsec_ and base64 of 24 to 64 bytes; leave it out to have one drawn.");
    private static readonly Shape Id = new(text => WebhookId.TryParse(text, out _), ConfigCodes.BadId, "No id of a webhook.");
    private static readonly Shape Bot = new(text => BotId.TryParse(text, out _), ConfigCodes.BadId, $"It must be 1 to {BotId.MaxLength} of a-z 0-9 - _.");
    private static readonly Shape Tag = new(ValueRules.IsTag, ConfigCodes.BadTag, "It must be 1 to 50 letters, digits or _ . : -");
    private static readonly Shape Type = new(EventTypes.All.Contains, ConfigCodes.UnknownValue, $"It must be one of {string.Join(", ", EventTypes.All)}.");

    /// <summary>
    /// Reads a whole webhook. <paramref name="current"/> is what it replaces (null: a new one): a mask or an absent secret means the current
    /// one, unless the address changed; null asks for a new one.
    /// </summary>
    /// <param name="json">The text. <c>state</c> is passed over: answers hold it, and may be sent back as they are.</param>
    /// <param name="current">The webhook it changes.</param>
    /// <param name="draw">A new secret, where none is given.</param>
    public static Answer<WebhookSettings> Read(string json, Webhook? current, Func<Secret> draw)
    {
        var errors = new ConfigErrors();
        if (ConfigDocument.Parse(json, errors) is not { } tree) return errors.ToProblem()!;
        // Absent lists are null in answers.
        if (tree["bots"] is null) tree.Remove("bots");
        var section = new SectionReader(tree, "", errors);
        CheckId(section, current);
        section.TryGet("state", out _);
        var settings = ReadFields(section, current?.Settings);
        section.Finish(looksElsewhere: false);
        if (errors.ToProblem() is { } problem) return problem;
        return settings with { Secret = settings.Secret ?? draw() };
    }

    /// <summary>RFC 7396: the patch applied to the webhook as its operators see it, to be read by <see cref="Read"/>.</summary>
    public static Answer<string> Merge(Webhook current, string patch)
    {
        var errors = new ConfigErrors();
        if (ConfigDocument.Parse(patch, errors) is not { } change) return errors.ToProblem()!;
        if (errors.ToProblem() is { } problem) return problem;
        var merged = JsonMerging.Patch(Describe(current.Settings), change);
        // Removed from the document a secret would be «unchanged»; null asks for a new one.
        if (change.TryGetPropertyValue("secret", out var secret) && secret is null) merged["secret"] = null;
        return ConfigDocument.Write(merged);
    }

    private static WebhookSettings ReadFields(SectionReader section, WebhookSettings? current)
    {
        var url = section.Shaped("url", Url);
        var moved = current is not null && url is not null && url != current.Url;
        var settings = new WebhookSettings
        {
            Name = section.Shaped("name", SectionTexts.LineShape(LongestName)) ?? "",
            Url = url ?? "",
            Secret = new SecretReader(section, isTemplate: false).Read("secret", current?.Secret, moved ? "url" : null, SecretText)!,
            Bots = section.Has("bots") ? [.. section.List("bots", MostBots, Bot).Select(BotId.Parse)] : null,
            Tag = section.Shaped("tag", Tag),
            Types = section.List("types", EventTypes.All.Count, Type),
            IncludeText = section.Flag("includeText", fallback: false),
            Enabled = section.Flag("enabled", fallback: true),
        };
        Demand(section, settings);
        return settings;
    }

    private static void Demand(SectionReader section, WebhookSettings settings)
    {
        if (settings.Name.Length == 0 && !section.Errors.At("/name")) section.Refuse("name", ConfigCodes.Required, "A name tells operators what it is for.");
        if (settings.Url.Length == 0 && !section.Errors.At("/url")) section.Refuse("url", ConfigCodes.Required, "Where are the events to go?");
        if (!section.Has("types")) section.Refuse("types", ConfigCodes.Required, $"Name the types to be sent: {string.Join(", ", EventTypes.All)}.");
        else if (settings.Types.Count == 0 && !section.Errors.Any) section.Refuse("types", ConfigCodes.OutOfRange, "At least one type has to be named.");
        if (settings.Bots is { Count: 0 } && !section.Errors.Any) section.Refuse("bots", ConfigCodes.OutOfRange, "An empty list would send nothing; leave it out for all bots.");
        if (settings is { Bots: not null, Tag: not null }) section.Refuse("tag", WebhookCodes.Audience, "Select bots either by «bots» or by «tag».");
    }

    private static void CheckId(SectionReader section, Webhook? current)
    {
        if (section.Shaped("id", Id) is { } id && id != current?.Id.Value)
            section.Refuse("id", ConfigCodes.IdFixed, "A webhook's id is drawn when it is made; leave it out or as it is.");
    }

    private static JsonObject Describe(WebhookSettings settings) => new()
    {
        ["name"] = settings.Name,
        ["url"] = settings.Url,
        ["secret"] = Secret.Mask,
        ["bots"] = settings.Bots is { } bots ? new JsonArray([.. bots.Select(bot => JsonValue.Create(bot.Value))]) : null,
        ["tag"] = settings.Tag,
        ["types"] = new JsonArray([.. settings.Types.Select(type => JsonValue.Create(type))]),
        ["includeText"] = settings.IncludeText,
        ["enabled"] = settings.Enabled,
    };

    /// <summary>An address that may be sent to.</summary>
    public static bool IsUrl(string text) =>
        text.Length <= LongestUrl && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0 && !text.Any(char.IsWhiteSpace);
}
