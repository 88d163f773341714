using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Bots.Configuration;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Problems;

namespace MultiBot.Domain.Contacts;

/// <summary>What an operator wrote about a person. Finds every error in one go; pure but for the machine's tables of languages and time zones.</summary>
public static class ContactEditReader
{
    private const int LongestName = 100;
    private const int LongestNotes = 10_000;
    private const int MostTags = 20;
    private const int MostTopics = 50;

    private static readonly Shape Tag = new(ValueRules.IsTag, ConfigCodes.BadTag, "A tag is 1 to 50 letters, digits or _ . : -");

    private static readonly Shape Language = new(
        text => MemoryMerge.LanguageOf(text) is not null, ConfigCodes.BadLanguage, "It must be a language that exists, such as en, ru or pt-BR.");

    private static readonly Shape Zone = new(
        text => MemoryMerge.TimeZoneOf(text) is not null, ConfigCodes.BadTimeZone, "It must be an IANA time zone such as UTC or Asia/Bishkek.");

    private static readonly string[] Shown = ["chatId", "kind", "mode", "humanUntil", "messageCount", "lastActivityAt", "summary"];

    /// <summary>
    /// A field that is absent stays as it is, a null takes away what stood there. What a chat shows besides may be sent back as it was
    /// read and is passed over; anything else is refused.
    /// </summary>
    public static Answer<ContactEdit> Read(string json)
    {
        var errors = new ConfigErrors();
        if (ConfigDocument.Parse(json, errors) is not { } tree) return errors.ToProblem()!;
        var section = new SectionReader(tree, "", errors);
        foreach (var name in Shown) section.TryGet(name, out _);
        var edit = new ContactEdit
        {
            Card = new ContactCard
            {
                Name = Told(section, "name", name => section.Shaped(name, SectionTexts.LineShape(LongestName))),
                Tags = Told(section, "tags", name => tree[name] is null ? Nothing<string[]>(section, name) : section.List(name, MostTags, Tag)),
                Notes = Told(section, "notes", name => section.Prose(name, LongestNotes)),
                Approval = section.Has("approval") ? new ToldFlag(section.FlagOrNull("approval")) : null,
            },
            Language = Told(section, "language", name => MemoryMerge.LanguageOf(section.Shaped(name, Language))),
            TimeZone = Told(section, "timeZone", name => section.Shaped(name, Zone)),
            Profile = Told<IReadOnlyDictionary<string, string[]>>(section, "profile", name => Profile(section, name)),
        };
        section.Finish(looksElsewhere: false);
        return errors.ToProblem() is { } problem ? problem : edit;
    }

    private static Told<T>? Told<T>(SectionReader section, string name, Func<string, T?> read)
        where T : class => section.Has(name) ? new Told<T>(read(name)) : null;

    private static T? Nothing<T>(SectionReader section, string name)
        where T : class
    {
        section.TryGet(name, out _);
        return null;
    }

    private static Dictionary<string, string[]>? Profile(SectionReader section, string name)
    {
        if (!section.TryGetOrNull(name, JsonValueKind.Object, "an object of topics", out var node)) return null;
        var topics = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (node.AsObject().Count > MostTopics) section.Refuse(name, ConfigCodes.OutOfRange, $"It holds at most {MostTopics} topics.");
        foreach (var (topic, facts) in node.AsObject().Take(MostTopics))
        {
            var place = JsonPointer.Append(section.At(name), topic);
            if (topic.Length == 0 || MemoryText.OneLine(topic, MemoryLimits.Topic) != topic)
                section.Errors.Add(place, ConfigCodes.OutOfRange, $"A topic has 1 to {MemoryLimits.Topic} characters on one line.");
            topics[topic] = facts is null ? [] : Facts(section, place, facts);
        }

        return topics;
    }

    /// <summary>Texts, or facts as a chat shows them, of which those that ended are left out.</summary>
    private static string[] Facts(SectionReader section, string place, JsonNode facts)
    {
        if (facts is not JsonArray items || items.Count > MemoryLimits.FactsPerTopic)
        {
            section.Errors.Add(place, ConfigCodes.OutOfRange, $"It must be an array of at most {MemoryLimits.FactsPerTopic} facts.");
            return [];
        }

        var texts = new List<string>();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is JsonObject shown && shown["until"] is not null) continue;
            var node = items[i] is JsonObject fact ? fact["text"] : items[i];
            var text = node?.GetValueKind() is JsonValueKind.String ? node.GetValue<string>() : "";
            if (MemoryText.Key(text).Length > 0 && MemoryText.OneLine(text, MemoryLimits.FactText + 1).Length <= MemoryLimits.FactText) texts.Add(text);
            else section.Errors.Add($"{place}/{i}", ConfigCodes.OutOfRange, $"A fact is a text of 1 to {MemoryLimits.FactText} characters.");
        }

        return [.. texts];
    }
}
