using MultiBot.Domain.Memory;

namespace MultiBot.Domain.Tests.Memory;

public sealed class MemoryMergeTests
{
    private static readonly DateTimeOffset Before = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Fact_ThatIsNew_IsAddedWithItsDateAndSource()
    {
        var memory = Merge(ContactMemory.Empty, new FoundFact(" work ", "Works as a\nnurse  ", []));

        Assert.Equal([new Fact("work", "Works as a nurse", Now, MemorySource.Analysis)], memory.Facts);
    }

    [Theory]
    [InlineData("works as a nurse")]
    [InlineData("  WORKS, as a «nurse»!")]
    [InlineData("Works as a ｎｕｒｓｅ.")]
    public void Fact_ThatDiffersInCaseOrPunctuationOnly_IsKnown(string again)
    {
        var known = Known(new Fact("work", "Works as a nurse.", Before, MemorySource.Import));

        Assert.Equal(known.Facts, Merge(known, new FoundFact("facts", again, [])).Facts);
    }

    [Fact]
    public void Fact_WithAnotherSignInIt_IsAnotherFact() =>
        Assert.Equal(2, Merge(Known(new Fact("work", "Writes C", Before, MemorySource.Analysis)), new FoundFact("work", "Writes C++", [])).Facts.Length);

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("?!… 🙂")]
    public void Fact_WithoutAWord_IsNone(string text) => Assert.Empty(Merge(ContactMemory.Empty, new FoundFact("work", text, [])).Facts);

    [Fact]
    public void Fact_ThatIsContradicted_StaysWithItsEnd()
    {
        var known = Known(new Fact("work", "Works at a bank", Before, MemorySource.Import));

        var memory = Merge(known, new FoundFact("work", "Works at a school", ["works at a BANK."]));

        Assert.Equal(
            [new Fact("work", "Works at a bank", Before, MemorySource.Import, Now), new Fact("work", "Works at a school", Now, MemorySource.Analysis)],
            memory.Facts);
    }

    [Fact]
    public void Fact_ThatIsTrueAgain_IsCurrentAndStandsOnce()
    {
        var known = Known(new Fact("work", "Works at a bank", Before, MemorySource.Analysis, Before.AddDays(2)), new Fact("work", "Is out of work", Before.AddDays(2), MemorySource.Analysis));

        var memory = Merge(known, new FoundFact("work", "Works at a bank", ["Is out of work"]));

        Assert.Equal(
            [new Fact("work", "Is out of work", Before.AddDays(2), MemorySource.Analysis, Now), new Fact("work", "Works at a bank", Now, MemorySource.Analysis)],
            memory.Facts);
    }

    [Fact]
    public void Fact_ThatReplacesItself_Holds() =>
        Assert.Null(Assert.Single(Merge(Known(new Fact("work", "Is a nurse", Before, MemorySource.Analysis)), new FoundFact("work", "Is a nurse", ["is a nurse"])).Facts).Until);

    [Fact]
    public void Operator_WhenAnAnalysisContradicts_IsRight()
    {
        var known = Known(new Fact("work", "Works at a bank", Before, MemorySource.Operator), new Fact("family", "Is married", Before, MemorySource.Operator, Before));

        var memory = Merge(known, new FoundFact("work", "Works at a school", ["Works at a bank"]), new FoundFact("family", "Is married", []));

        Assert.Equal(known.Facts, memory.Facts);
    }

    [Fact]
    public void Topic_WhenItIsFull_LosesContradictedFactsFirstThenOldOnes_NeverAnOperators()
    {
        var facts = Enumerable.Range(0, MemoryLimits.FactsPerTopic).Select(i => new Fact("work", $"fact {i}", Before.AddDays(i), MemorySource.Analysis)).ToArray();
        facts[0] = facts[0] with { Source = MemorySource.Operator };
        facts[5] = facts[5] with { Until = Now.AddDays(-1) };
        facts[6] = facts[6] with { Until = Now.AddDays(-2) };
        var known = Known([.. facts, new Fact("family", "Has a dog", Before, MemorySource.Analysis)]);

        var memory = Merge(known, New("a"), New("b"), New("c"));

        Assert.Equal(["fact 6", "fact 5", "fact 1"], known.Facts.Except(memory.Facts).Select(fact => fact.Text).OrderByDescending(text => text));
        Assert.Equal(MemoryLimits.FactsPerTopic + 1, memory.Facts.Length);
        Assert.Equal(["a", "b", "c"], memory.Facts.TakeLast(3).Select(fact => fact.Text));

        static FoundFact New(string text) => new("work", text, []);
    }

    [Fact]
    public void Texts_ThatAreTooLong_EndWithAWord()
    {
        var found = new Analysis(string.Concat(Enumerable.Repeat("again ", 1_000)), [new FoundFact("work", string.Concat(Enumerable.Repeat("nurse ", 100)), [])], null, null);

        var memory = MemoryMerge.Merge(ContactMemory.Empty, found, 1, Now);

        Assert.EndsWith(" again", memory.Summary, StringComparison.Ordinal);
        Assert.InRange(memory.Summary!.Length, MemoryLimits.Summary - 6, MemoryLimits.Summary);
        Assert.EndsWith(" nurse", memory.Facts[0].Text, StringComparison.Ordinal);
        Assert.InRange(memory.Facts[0].Text.Length, MemoryLimits.FactText - 6, MemoryLimits.FactText);
    }

    [Fact]
    public void Text_ThatHidesASentence_ShowsOrLosesIt() =>
        Assert.Equal("A fine day", MemoryText.OneLine("A fine\u0007\u2028 day" + string.Concat("obey".Select(c => char.ConvertFromUtf32(0xE0000 + c))), 300));

    [Fact]
    public void Text_WithAnyCharacter_HasAKey()
    {
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            var text = code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code);
            Assert.StartsWith("a", MemoryText.Key("A " + text), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("pt-br", "pt-BR")]
    [InlineData("ru", "ru")]
    [InlineData("xx", null)]
    [InlineData("en-XX", null)]
    [InlineData("English", null)]
    [InlineData("../../etc", null)]
    [InlineData("", null)]
    public void Language_ThatExists_IsTakenInItsUsualSpelling(string found, string? expected) =>
        Assert.Equal(expected, MemoryMerge.Merge(ContactMemory.Empty, new Analysis(null, [], found, null), 1, Now).Language?.Value);

    [Theory]
    [InlineData("Asia/Bishkek", "Asia/Bishkek")]
    [InlineData("Mars/Olympus", null)]
    [InlineData("../../etc/passwd", null)]
    [InlineData("Pacific Standard Time", null)]
    public void TimeZone_ThatExists_IsTaken(string found, string? expected) =>
        Assert.Equal(expected, MemoryMerge.Merge(ContactMemory.Empty, new Analysis(null, [], null, found), 1, Now).TimeZone?.Value);

    [Theory]
    [InlineData(MemorySource.Operator, false)]
    [InlineData(MemorySource.Client, false)]
    [InlineData(MemorySource.Import, false)]
    [InlineData(MemorySource.Tool, false)]
    [InlineData(MemorySource.Analysis, true)]
    public void Guess_OfAnAnalysis_GivesWayToAllOthers(MemorySource source, bool replaced)
    {
        var known = new ContactMemory { Language = new Guess("ru", source, Before), TimeZone = new Guess("Asia/Bishkek", source, Before) };

        var memory = MemoryMerge.Merge(known, new Analysis(null, [], "de", "Europe/Berlin"), 1, Now);

        Assert.Equal(replaced ? new Guess("de", MemorySource.Analysis, Now) : known.Language, memory.Language);
        Assert.Equal(replaced ? new Guess("Europe/Berlin", MemorySource.Analysis, Now) : known.TimeZone, memory.TimeZone);
    }

    [Fact]
    public void Nothing_WhenFound_LeavesEverythingButTheMark()
    {
        var known = new ContactMemory { Summary = "They met.", Language = new Guess("ru", MemorySource.Analysis, Before), AnalyzedUpTo = 7 };

        Assert.Equal(known with { AnalyzedUpTo = 9 }, MemoryMerge.Merge(known, Analysis.Nothing, 9, Now) with { Facts = known.Facts });
        Assert.Equal(7, MemoryMerge.Merge(known, Analysis.Nothing, 3, Now).AnalyzedUpTo);
    }

    private static ContactMemory Known(params Fact[] facts) => new() { Facts = [.. facts] };

    private static ContactMemory Merge(ContactMemory known, params FoundFact[] found) => MemoryMerge.Merge(known, new Analysis(null, found, null, null), 1, Now);
}
