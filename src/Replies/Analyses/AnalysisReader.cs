using System.Text.Json;
using MultiBot.Domain.Memory;
using MultiBot.Replies.Generation;

namespace MultiBot.Replies.Analyses;

/// <summary>Makes an analysis out of what a model wrote, or refuses it. What a model says is no more trusted than what people write. Pure.</summary>
internal static class AnalysisReader
{
    /// <summary>An analysis of all limits' lengths has half of it.</summary>
    public const int MaxCharacters = 20_000;

    /// <summary>Facts of one analysis: a person tells some, a model that repeats itself tells hundreds.</summary>
    public const int MaxFacts = 20;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 8 };

    /// <summary>Null when it is not what was asked for.</summary>
    public static Analysis? Read(string answer, IReadOnlyList<string> topics)
    {
        if (answer.Length > MaxCharacters || Object(ReplyText.WithoutThoughts(answer)) is not { } text) return null;
        try
        {
            using var document = JsonDocument.Parse(text, Reading);
            return AnalysisSchema.Fits(document.RootElement) ? Of(document.RootElement, topics) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null; // no JSON, or half a surrogate pair in it: there is no other way to find out
        }
    }

    /// <summary>Fences and friendly words around the object are left away.</summary>
    private static string? Object(string answer)
    {
        var (start, end) = (answer.IndexOf('{'), answer.LastIndexOf('}'));
        return start >= 0 && end > start ? answer[start..(end + 1)] : null;
    }

    private static Analysis Of(JsonElement root, IReadOnlyList<string> topics) => new(
        MemoryText.OneLine(root.GetProperty("summary").GetString(), MemoryLimits.Summary) is { Length: > 0 } summary ? summary : null,
        [.. root.GetProperty("facts").EnumerateArray().Select(fact => FactOf(fact, topics)).OfType<FoundFact>().Take(MaxFacts)],
        MemoryMerge.LanguageOf(root.GetProperty("language").GetString()),
        MemoryMerge.TimeZoneOf(root.GetProperty("timeZone").GetString()));

    private static FoundFact? FactOf(JsonElement fact, IReadOnlyList<string> topics)
    {
        var text = MemoryText.OneLine(fact.GetProperty("text").GetString(), MemoryLimits.FactText);
        if (MemoryText.Key(text).Length == 0) return null;
        var replaces = fact.GetProperty("replaces").EnumerateArray().Select(one => MemoryText.OneLine(one.GetString(), MemoryLimits.FactText));
        return new FoundFact(TopicOf(fact.GetProperty("topic").GetString()!, topics), text, [.. replaces.Where(one => one.Length > 0).Take(MaxFacts)]);
    }

    /// <summary>The persona's topic that is meant; a topic the model made up is no topic.</summary>
    private static string TopicOf(string said, IReadOnlyList<string> topics)
    {
        var key = MemoryText.Key(said);
        return topics.FirstOrDefault(topic => MemoryText.Key(topic) == key)?.Trim() ?? Fact.OtherTopic;
    }
}
