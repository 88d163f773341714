using System.Diagnostics.CodeAnalysis;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Secrets;

namespace MultiBot.Replies.Llm;

/// <summary>
/// Where a bot's prompts go, and with whose key. Closed. The one rule: a key travels only to the endpoint it was given for —
/// a bot's key to the bot's endpoint (or its provider's own), the cluster's key to the cluster's endpoint.
/// </summary>
internal abstract record LlmTarget
{
    private LlmTarget() { }

    /// <summary>Neither the bot nor the cluster has a model.</summary>
    public sealed record Offline : LlmTarget;

    /// <summary>The settings contradict themselves; nothing can be asked.</summary>
    public sealed record Unusable(string Reason) : LlmTarget;

    /// <summary><paramref name="Endpoint"/> null: the provider's own. <paramref name="Key"/> null: none is sent.</summary>
    public sealed record Online(LlmProvider Provider, Uri? Endpoint, Secret? Key, string Model, string? FallbackModel) : LlmTarget
    {
        public string Host => Endpoint?.Host ?? "api.openai.com";
    }

    public static LlmTarget Of(LlmConfig bot, LlmOptions cluster)
    {
        if (bot.ApiKey is not null || Text(bot.Endpoint) is not null)
            return Make(bot.Provider, Text(bot.Endpoint), bot.ApiKey, Text(bot.Model) ?? LlmOptions.DefaultModel, Text(bot.FallbackModel));

        var (endpoint, key) = (Text(cluster.Endpoint), Text(cluster.ApiKey));
        if (endpoint is null && key is null) return new Offline();

        var provider = cluster.Provider ?? (endpoint is null ? LlmProvider.OpenAi : LlmProvider.Compatible);
        var model = Text(bot.Model) ?? Text(cluster.Model) ?? LlmOptions.DefaultModel;
        return Make(provider, endpoint, key is null ? null : new Secret(key), model, Text(bot.FallbackModel));
    }

    public static bool TryEndpoint(string text, [NotNullWhen(true)] out Uri? endpoint) =>
        Uri.TryCreate(text, UriKind.Absolute, out endpoint) && endpoint.Scheme is "http" or "https" && endpoint.UserInfo.Length == 0;

    private static LlmTarget Make(LlmProvider provider, string? address, Secret? key, string model, string? fallback)
    {
        Uri? endpoint = null;
        if (address is not null && !TryEndpoint(address, out endpoint)) return new Unusable("the endpoint is no http address");
        if (endpoint is null && provider is not LlmProvider.OpenAi) return new Unusable("the provider needs an endpoint");
        if (key is null && provider is LlmProvider.Azure) return new Unusable("Azure needs a key");
        return new Online(provider, endpoint, key, model, fallback == model ? null : fallback);
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
