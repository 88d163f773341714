using System.Text.Json;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>The fields of <c>persona</c>.</summary>
internal static class PersonaReader
{
    private const int MaxPrompt = 20_000;
    private const int MaxSentence = 1_000;

    // It is one message of Telegram's.
    private const int MaxPrivacy = 4_000;
    private const int MaxTopics = 50;
    private const int MaxTopic = 100;

    private static readonly Shape Language = new(
        ValueRules.IsLanguage, ConfigCodes.BadLanguage, "It must be a language tag such as en, ru or pt-BR.");


    private static readonly Shape Topic = SectionTexts.LineShape(MaxTopic);

    public static PersonaConfig Read(SectionReader section)
    {
        var defaults = new PersonaConfig();
        var persona = new PersonaConfig
        {
            Prompt = section.Prose("prompt", MaxPrompt),
            Language = section.Shaped("language", defaults.Language, Language),
            TimeZone = Zone(section, defaults.TimeZone),
            FocusTopics = section.List("focusTopics", MaxTopics, Topic),
            Disclosure = section.Prose("disclosure", MaxSentence),
            OfflineReply = section.Prose("offlineReply", MaxSentence),
            Privacy = section.Prose("privacy", MaxPrivacy),
        };
        section.Finish();
        return persona;
    }

    private static string Zone(SectionReader section, string fallback)
    {
        const string rule = "It must be an IANA time zone such as UTC or Asia/Bishkek.";
        var given = section.TryGet("timeZone", out var node) && node?.GetValueKind() is JsonValueKind.String ? node.GetValue<string>().Trim() : "";
        var isWrong = given.Length > 0 && !ValueRules.IsTimeZone(given);
        var hint = isWrong ? NearMiss.Hint(given, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)) : "";
        return section.Shaped("timeZone", fallback, new Shape(ValueRules.IsTimeZone, ConfigCodes.BadTimeZone, rule + hint));
    }
}
