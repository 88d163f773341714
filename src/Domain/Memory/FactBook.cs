using System.Collections.Immutable;

namespace MultiBot.Domain.Memory;

/// <summary>The facts of a person while an analysis is merged into them. No text stands in it twice, whatever its case or punctuation.</summary>
internal sealed class FactBook
{
    private readonly List<Entry> _entries;
    private readonly DateTimeOffset _now;

    /// <summary>What the analysis names, known before or not: as fresh as anything.</summary>
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    public FactBook(ImmutableArray<Fact> known, DateTimeOffset now) =>
        (_entries, _now) = ([.. known.Select(fact => new Entry(KeyOf(fact.Text), fact))], now);

    public void Learn(IReadOnlyList<FoundFact> found)
    {
        // An analysis that names a text both as found and as replaced means that it no longer holds.
        var closed = found.SelectMany(Closes).ToHashSet(StringComparer.Ordinal);
        foreach (var one in found.Where(one => !closed.Contains(KeyOf(one.Text))).Take(MemoryLimits.FactsPerTopic)) Learn(one, MemorySource.Analysis);
    }

    /// <summary>One fact more; known already, it stays as it is.</summary>
    public void Note(string topic, string text) => Learn(new FoundFact(topic, text, []), MemorySource.Tool);

    /// <summary>An operator's word about a topic: these hold, and what else was held of it ended.</summary>
    public void Declare(string topic, IReadOnlyList<string> texts)
    {
        var said = texts.Select(text => MemoryText.OneLine(text, MemoryLimits.FactText)).DistinctBy(KeyOf).ToDictionary(KeyOf, StringComparer.Ordinal);
        for (var i = 0; i < _entries.Count; i++)
        {
            var (key, fact) = _entries[i];
            if (fact.Until is null && TopicKey(fact.Topic) == TopicKey(topic) && !said.ContainsKey(key))
                _entries[i] = new Entry(key, fact with { Until = _now, Source = MemorySource.Operator });
        }

        foreach (var (key, text) in said)
        {
            var known = _entries.FindIndex(entry => entry.Key == key);
            var since = known >= 0 && _entries[known].Fact.Until is null ? _entries[known].Fact.Since : _now;
            var fact = new Fact(Topic(topic), text, since, MemorySource.Operator);
            if (known >= 0) _entries[known] = new Entry(key, fact);
            else _entries.Add(new Entry(key, fact));
        }
    }

    /// <summary>What goes when there is too much: contradicted facts first, then the weakest source, then the oldest; last an operator's.</summary>
    public ImmutableArray<Fact> Bounded()
    {
        foreach (var topic in _entries.GroupBy(entry => TopicKey(entry.Fact.Topic)).ToArray()) Drop(topic, MemoryLimits.FactsPerTopic);
        Drop(_entries, MemoryLimits.Facts);
        return [.. _entries.Select(entry => entry.Fact)];
    }

    private void Learn(FoundFact found, MemorySource source)
    {
        var text = MemoryText.OneLine(found.Text, MemoryLimits.FactText);
        var key = KeyOf(text);
        if (key.Length == 0) return;

        var replaced = Closes(found).ToHashSet(StringComparer.Ordinal);
        if (_entries.Any(entry => replaced.Contains(entry.Key) && IsOperators(entry.Fact))) return;

        _named.Add(key);
        var known = _entries.FindIndex(entry => entry.Key == key);
        // Closed by an operator, it stays closed; closed by an analysis, it has become true again.
        if (known >= 0 && _entries[known].Fact.Until is not null && IsOperators(_entries[known].Fact)) return;

        Close(replaced);
        if (known >= 0 && _entries[known].Fact.Until is null) return;
        if (known >= 0) _entries.RemoveAt(known);
        _entries.Add(new Entry(key, new Fact(Topic(found.Topic), text, _now, source)));
    }

    private void Close(HashSet<string> keys)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            var (key, fact) = _entries[i];
            if (fact.Until is null && keys.Contains(key)) _entries[i] = new Entry(key, fact with { Until = _now });
        }
    }

    private void Drop(IEnumerable<Entry> among, int limit)
    {
        var kept = among.Select((entry, place) => (entry, place)).ToArray();
        // Of equally old ones the later goes, so that the same analysis once more changes nothing.
        var gone = kept
            .OrderBy(one => IsOperators(one.entry.Fact))
            .ThenBy(one => one.entry.Fact.Until is null)
            .ThenBy(one => one.entry.Fact.Source is not MemorySource.Analysis)
            .ThenBy(one => Freshness(one.entry))
            .ThenByDescending(one => one.place)
            .Take(Math.Max(0, kept.Length - limit))
            .Select(one => one.entry)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        if (gone.Count > 0) _entries.RemoveAll(gone.Contains);
    }

    private DateTimeOffset Freshness(Entry entry) => entry.Fact.Until ?? (_named.Contains(entry.Key) ? _now : entry.Fact.Since);

    /// <summary>Keys of what a found fact replaces; itself it does not replace.</summary>
    private static IEnumerable<string> Closes(FoundFact found)
    {
        var own = KeyOf(found.Text);
        return found.Replaces.Select(KeyOf).Where(key => key.Length > 0 && key != own);
    }

    private static string KeyOf(string text) => MemoryText.Key(MemoryText.OneLine(text, MemoryLimits.FactText));

    private static string Topic(string raw) => MemoryText.OneLine(raw, MemoryLimits.Topic) is { Length: > 0 } topic ? topic : Fact.OtherTopic;

    private static string TopicKey(string topic) => topic.Trim().ToLowerInvariant();

    private static bool IsOperators(Fact fact) => fact.Source is MemorySource.Operator;

    private sealed record Entry(string Key, Fact Fact);
}
