using System.Globalization;
using System.Text.Json.Nodes;
using MultiBot.Domain.Secrets;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>A configuration as a tree, every field in it, secrets masked. The mirror of <see cref="ConfigReader"/>.</summary>
internal static class ConfigWriter
{
    public static JsonObject Write(BotConfig config) => new()
    {
        ["botId"] = config.BotId.Value,
        ["name"] = config.Name,
        ["tags"] = Texts(config.Tags),
        ["template"] = config.Template,
        ["telegram"] = Telegram(config.Telegram),
        ["llm"] = Llm(config.Llm),
        ["adminChatId"] = config.AdminChatId,
        ["persona"] = Persona(config.Persona),
        ["pacing"] = Pacing(config.Pacing),
        ["autonomy"] = Autonomy(config.Autonomy),
        ["memory"] = new JsonObject { ["historyMessages"] = config.Memory.HistoryMessages, ["analyzeEvery"] = config.Memory.AnalyzeEvery },
        ["dataIsolation"] = DataIsolation(config.DataIsolation),
        ["features"] = Features(config.Features),
    };

    private static JsonObject Telegram(TelegramConfig telegram) => new()
    {
        ["kind"] = Choices.Kinds.NameOf(telegram.Kind),
        ["token"] = Masked(telegram.Token),
        ["apiUrl"] = telegram.ApiUrl,
        ["proxy"] = Masked(telegram.Proxy),
        ["device"] = telegram.Device,
        ["groups"] = Choices.Groups.NameOf(telegram.Groups),
        ["apiId"] = telegram.ApiId,
        ["apiHash"] = Masked(telegram.ApiHash),
        ["phone"] = telegram.Phone,
        ["senders"] = new JsonObject { ["allow"] = telegram.Senders.Allow is { } allowed ? Numbers(allowed) : null, ["block"] = Numbers(telegram.Senders.Block) },
    };

    private static JsonObject Llm(LlmConfig llm) => new()
    {
        ["provider"] = Choices.Providers.NameOf(llm.Provider),
        ["endpoint"] = llm.Endpoint,
        ["apiKey"] = Masked(llm.ApiKey),
        ["model"] = llm.Model,
        ["fallbackModel"] = llm.FallbackModel,
        ["temperature"] = llm.Temperature,
        ["maxOutputTokens"] = llm.MaxOutputTokens,
        ["speechModel"] = llm.SpeechModel,
        ["vision"] = llm.Vision,
        ["dailyTokenBudget"] = llm.DailyTokenBudget,
        ["dailyTokensPerPerson"] = llm.DailyTokensPerPerson,
        ["whenSpent"] = Choices.WhenSpent.NameOf(llm.WhenSpent),
    };

    private static JsonObject Persona(PersonaConfig persona) => new()
    {
        ["prompt"] = persona.Prompt,
        ["language"] = persona.Language,
        ["timeZone"] = persona.TimeZone,
        ["focusTopics"] = Texts(persona.FocusTopics),
        ["disclosure"] = persona.Disclosure,
        ["offlineReply"] = persona.OfflineReply,
        ["privacy"] = persona.Privacy,
    };

    private static JsonObject Pacing(PacingConfig pacing) => new()
    {
        ["debounceSeconds"] = pacing.DebounceSeconds,
        ["minTypingSeconds"] = pacing.MinTypingSeconds,
        ["maxTypingSeconds"] = pacing.MaxTypingSeconds,
        ["messagesPerSecond"] = pacing.MessagesPerSecond,
        ["messagesPerChatPerSecond"] = pacing.MessagesPerChatPerSecond,
        ["maxReplyAgeMinutes"] = pacing.MaxReplyAgeMinutes,
        ["replyWindows"] = Windows(pacing.ReplyWindows),
        ["messagesPerGroupPerMinute"] = pacing.MessagesPerGroupPerMinute ?? PacingConfig.UsualPerGroupPerMinute,
        ["maxRepliesPerPersonPerDay"] = pacing.MaxRepliesPerPersonPerDay,
        ["awayUntil"] = pacing.AwayUntil?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
    };

    private static JsonObject Autonomy(AutonomyConfig autonomy) => new()
    {
        ["enabled"] = autonomy.Enabled,
        ["windows"] = Windows(autonomy.Windows),
        ["startDialogProbability"] = autonomy.StartDialogProbability,
        ["followUpProbability"] = autonomy.FollowUpProbability,
        ["followUpHours"] = new JsonArray([.. autonomy.FollowUpHours.Select(hours => (JsonNode)hours)]),
        ["minHoursBetween"] = autonomy.MinHoursBetween,
        ["maxPerDay"] = autonomy.MaxPerDay,
    };

    private static JsonObject DataIsolation(DataIsolationConfig isolation) => new()
    {
        ["mode"] = Choices.Modes.NameOf(isolation.Mode),
        ["sealMessages"] = isolation.SealMessages,
        ["retentionDays"] = isolation.RetentionDays,
    };

    private static JsonObject Features(FeatureFlags features) => new()
    {
        ["replies"] = features.Replies,
        ["autonomy"] = features.Autonomy,
        ["disclosure"] = features.Disclosure,
        ["media"] = features.Media,
        ["keepPrompts"] = features.KeepPrompts,
        ["approval"] = features.Approval,
        ["uncertainSends"] = Choices.UncertainSends.NameOf(features.UncertainSends),
        ["tools"] = Texts(features.Tools),
        ["allowedLinks"] = Texts(features.AllowedLinks),
        ["ownerTakesOverMinutes"] = features.OwnerTakesOverMinutes,
    };

    private static JsonObject? Windows(WeekWindows? windows) =>
        windows is null ? null : new JsonObject { ["workdays"] = Texts(windows.Workdays), ["weekends"] = Texts(windows.Weekends) };

    private static JsonArray Numbers(long[] numbers) => [.. numbers.Select(number => (JsonNode)number)];

    private static JsonArray Texts(string[] texts) => [.. texts.Select(text => (JsonNode)text)];

    private static string? Masked(Secret? secret) => secret is null ? null : Secret.Mask;
}
