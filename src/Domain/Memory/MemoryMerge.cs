using System.Globalization;
using MultiBot.Domain.Bots.Configuration;

namespace MultiBot.Domain.Memory;

/// <summary>
/// Brings together what is known and what an analysis found. Pure but for the machine's tables of languages and time zones. For
/// language and time zone an operator's word stands above what a client, an import or a tool said, and that above an analysis. Facts
/// are only added, or closed with the date on which something newer contradicted them; an operator's are never closed.
/// </summary>
public static class MemoryMerge
{
    /// <summary>
    /// <paramref name="upTo"/>: id of the last message analysed. Merging the same once more changes nothing.
    /// </summary>
    public static ContactMemory Merge(ContactMemory known, Analysis found, long upTo, DateTimeOffset now)
    {
        var facts = new FactBook(known.Facts, now);
        facts.Learn(found.Facts);
        return known with
        {
            Facts = facts.Bounded(),
            Summary = MemoryText.OneLine(found.Summary, MemoryLimits.Summary) is { Length: > 0 } summary ? summary : known.Summary,
            Language = Better(known.Language, LanguageOf(found.Language), now),
            TimeZone = Better(known.TimeZone, TimeZoneOf(found.TimeZone), now),
            AnalyzedUpTo = Math.Max(known.AnalyzedUpTo, upTo),
        };
    }

    /// <summary>What is known and a fact that a model noted in the talk; the same memory when that is nothing new, or was ended by an operator.</summary>
    public static ContactMemory Note(ContactMemory known, string topic, string text, DateTimeOffset now)
    {
        var facts = new FactBook(known.Facts, now);
        facts.Note(topic, text);
        var after = facts.Bounded();
        return after.SequenceEqual(known.Facts) ? known : known with { Facts = after };
    }

    /// <summary>The tag in its usual spelling; null when there is no such language.</summary>
    public static string? LanguageOf(string? tag)
    {
        if (tag is null || !ValueRules.IsLanguage(tag)) return null;
        try
        {
            return CultureInfo.GetCultureInfo(tag, predefinedOnly: true).Name;
        }
        catch (CultureNotFoundException)
        {
            return null; // there is no way to ask without
        }
    }

    /// <summary>The zone itself; null when this system knows none of this name, in this spelling.</summary>
    public static string? TimeZoneOf(string? zone) => zone is not null && ValueRules.IsTimeZone(zone) ? zone : null;

    private static Guess? Better(Guess? known, string? found, DateTimeOffset now) =>
        found is null || known?.Value == found || known?.Source is not (null or MemorySource.Analysis)
            ? known
            : new Guess(found, MemorySource.Analysis, now);
}
