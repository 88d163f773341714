namespace MultiBot.Domain.Conversations;

/// <summary>
/// «An AI answers here», in the persona's language, for bots that bring no wording of their own. Telegram's terms for bots and
/// article 50 of the EU's AI Act ask that people are told no later than with the first message.
/// </summary>
public static class Disclosures
{
    private static readonly Dictionary<string, string> Sentences = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = "Just so you know: an AI answers in this chat.",
        ["ru"] = "Чтобы вы знали: в этом чате отвечает искусственный интеллект.",
        ["uk"] = "Щоб ви знали: у цьому чаті відповідає штучний інтелект.",
        ["de"] = "Zur Information: In diesem Chat antwortet eine KI.",
        ["es"] = "Para que lo sepas: en este chat responde una IA.",
        ["fr"] = "Pour information : une IA répond dans cette discussion.",
        ["it"] = "Per informazione: in questa chat risponde un'IA.",
        ["pt"] = "Para sua informação: uma IA responde nesta conversa.",
        ["tr"] = "Bilginize: Bu sohbette bir yapay zekâ yanıt veriyor.",
    };

    /// <summary>The sentence in the language of the tag, else in English.</summary>
    public static string For(string languageTag) =>
        Sentences.GetValueOrDefault(languageTag.Split('-')[0]) ?? Sentences["en"];
}
