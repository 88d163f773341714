using CsCheck;
using MultiBot.Domain.Memory;

namespace MultiBot.Domain.Tests.Memory;

/// <summary>Memories as many analyses, one upon the other, make them; texts are few, so that they meet again.</summary>
public sealed class MemoryPropertyTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string> Texts = Gen.Select(
        Gen.Int[0, 60], Gen.OneOf("", "!", ".", " 🙂"), Gen.Bool, (number, end, loud) => (loud ? "LIKES " : "likes, ") + number + end);

    private static readonly Gen<string> AnyTexts = Gen.Frequency((8, Texts), (1, Gen.String), (1, Gen.Char.Array[0, 700].Select(chars => new string(chars))));

    private static readonly Gen<FoundFact> FoundFacts = Gen.Select(
        Gen.Frequency((9, Gen.OneOf("work", "Work ", "family", "facts")), (1, Gen.String)), AnyTexts, Texts.Array[0, 3],
        (topic, text, replaces) => new FoundFact(topic, text, replaces));

    private static readonly Gen<Analysis> Analyses = Gen.Select(
        AnyTexts, FoundFacts.Array[0, 40], Gen.OneOf("en", "ru", "xx", ""), Gen.OneOf("UTC", "Asia/Bishkek", "nowhere"),
        (summary, facts, language, zone) => new Analysis(summary, facts, language, zone));

    private static readonly Gen<Fact> GivenFacts = Gen.Select(
        Gen.OneOf("work", "family"), Gen.Int[0, 30], Gen.Int[0, 300], Gen.OneOf(MemorySource.Operator, MemorySource.Import, MemorySource.Tool),
        (topic, text, day, source) => new Fact(topic, $"Likes {text}", Start.AddDays(-day), source));

    private static readonly Gen<ContactMemory> Given = GivenFacts.Array[0, 15]
        .Select(facts => new ContactMemory { Facts = [.. facts.DistinctBy(fact => MemoryText.Key(fact.Text))] });

    [Fact]
    public void Memory_WhateverIsFound_StaysWithinItsBoundsAndHoldsNothingTwice() => Lives(memory =>
    {
        Assert.Equal(memory.Facts.Length, memory.Facts.DistinctBy(fact => MemoryText.Key(fact.Text)).Count());
        Assert.All(memory.Facts, fact => Assert.InRange(fact.Text.Length, 1, MemoryLimits.FactText));
        Assert.All(memory.Facts, fact => Assert.InRange(fact.Topic.Length, 1, MemoryLimits.Topic));
        Assert.All(memory.Facts.GroupBy(fact => fact.Topic.ToLowerInvariant()), topic => Assert.InRange(topic.Count(), 1, MemoryLimits.FactsPerTopic));
        Assert.InRange(memory.Facts.Length, 0, MemoryLimits.Facts);
        Assert.InRange(memory.Summary?.Length ?? 0, 0, MemoryLimits.Summary);
        Assert.All(memory.Facts, fact => Assert.True(fact.Until is null || fact.Until >= fact.Since));
    });

    [Fact]
    public void Operator_WhateverIsFound_KeepsTheLastWord() => Gen.Select(Given, Analyses.Array[0, 12]).Sample(
        (given, found) =>
        {
            var after = Live(given, found)[^1];
            var spoken = given.Facts.Where(fact => fact.Source is MemorySource.Operator).ToArray();
            Assert.Equal(spoken, after.Facts.Where(fact => fact.Source is MemorySource.Operator));
        },
        iter: 500);

    [Fact]
    public void Analysis_MergedOnceMore_ChangesNothing() => Gen.Select(Given, Analyses.Array[1, 6]).Sample(
        (given, found) =>
        {
            var now = Start.AddDays(found.Length - 1);
            var once = Live(given, found)[^1];
            var twice = MemoryMerge.Merge(once, found[^1], found.Length - 1, now);
            Assert.Equal(once.Facts, twice.Facts);
            Assert.Equal(once, twice with { Facts = once.Facts });
        },
        iter: 500);

    [Fact]
    public void Json_OfAnyMemory_IsReadBackTheSame() => Lives(memory =>
    {
        var read = MemoryJson.Read(MemoryJson.Write(memory));
        Assert.Equal(memory.Facts, read.Facts);
        Assert.Equal(memory, read with { Facts = memory.Facts });
    });

    private static void Lives(Action<ContactMemory> check) => Gen.Select(Given, Analyses.Array[0, 12]).Sample(
        (given, found) =>
        {
            foreach (var memory in Live(given, found)) check(memory);
        },
        iter: 300);

    private static List<ContactMemory> Live(ContactMemory given, Analysis[] found)
    {
        List<ContactMemory> life = [given];
        for (var day = 0; day < found.Length; day++) life.Add(MemoryMerge.Merge(life[^1], found[day], day, Start.AddDays(day)));
        return life;
    }
}
