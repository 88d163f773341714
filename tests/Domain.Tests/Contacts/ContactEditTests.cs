using MultiBot.Domain.Bots.Configuration;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Memory;

namespace MultiBot.Domain.Tests.Contacts;

public sealed class ContactEditTests
{
    private static readonly DateTimeOffset Before = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly ContactMemory Known = new()
    {
        Facts = [new Fact("work", "Is a nurse", Before, MemorySource.Analysis), new Fact("home", "Lives in Osh", Before, MemorySource.Analysis)],
        Language = new Guess("en", MemorySource.Analysis, Before),
        TimeZone = new Guess("Asia/Bishkek", MemorySource.Operator, Before),
        Summary = "s",
        AnalyzedUpTo = 9,
    };

    [Fact]
    public void Field_ThatIsAbsent_StaysAndOneThatIsNullGoes()
    {
        var edit = Read("""{"name":null,"tags":[],"language":null}""");

        Assert.Equal(new Told<string>(null), edit.Card.Name);
        Assert.Null(edit.Card.Notes);
        Assert.Empty(edit.Card.Tags!.Value.Value!);
        Assert.Equal(Known with { Language = null }, edit.ApplyTo(Known, Now));
        Assert.True(Read("{}").IsEmpty);
        Assert.False(edit.IsEmpty);
    }

    [Fact]
    public void LanguageAndTimeZone_AreAnOperatorsWordWhichNoAnalysisTakesBack()
    {
        var memory = Read("""{"language":"pt-br","timeZone":"Europe/Lisbon"}""").ApplyTo(Known, Now);

        Assert.Equal(new Guess("pt-BR", MemorySource.Operator, Now), memory.Language);
        Assert.Equal(new Guess("Europe/Lisbon", MemorySource.Operator, Now), memory.TimeZone);
        var later = MemoryMerge.Merge(memory, new Analysis(null, [], "ru", "Asia/Tokyo"), 10, Now.AddDays(1));
        Assert.Equal((memory.Language, memory.TimeZone), (later.Language, later.TimeZone));
    }

    [Fact]
    public void Word_GivenAgain_ChangesNothing()
    {
        var edit = Read("""{"language":"ru","profile":{"work":["Is a doctor"]}}""");
        var once = edit.ApplyTo(Known, Now);

        var twice = edit.ApplyTo(once, Now.AddDays(1));

        Assert.Equal(once.Language, twice.Language);
        Assert.Equal(once.Facts, twice.Facts);
    }

    [Fact]
    public void Topic_ThatIsGiven_HoldsThoseFactsAndNoOther()
    {
        var memory = Read("""{"profile":{"work":["Is a doctor"]}}""").ApplyTo(Known, Now);

        Assert.Equal(
            [
                new Fact("work", "Is a nurse", Before, MemorySource.Operator, Now), Known.Facts[1],
                new Fact("work", "Is a doctor", Now, MemorySource.Operator),
            ],
            memory.Facts);
        var later = MemoryMerge.Merge(memory, new Analysis(null, [new FoundFact("work", "Is a nurse", ["Is a doctor"])], null, null), 10, Now.AddDays(1));
        Assert.Equal(memory.Facts, later.Facts);
    }

    [Fact]
    public void Profile_AsItIsShown_KeepsItsDatesAndLeavesOutWhatEnded()
    {
        var shown = """
            {"profile":{"work":[{"text":"Is a nurse","since":"2026-10-01T00:00:00Z","source":"analysis"},
            {"text":"Is a cook","since":"2026-01-01T00:00:00Z","until":"2026-10-01T00:00:00Z","source":"analysis"}]}}
            """;

        var facts = Read(shown).ApplyTo(Known, Now).Facts;

        Assert.Equal([new Fact("work", "Is a nurse", Before, MemorySource.Operator), Known.Facts[1]], facts);
    }

    [Fact]
    public void Profile_ThatIsNull_EndsEverything() =>
        Assert.All(Read("""{"profile":null}""").ApplyTo(Known, Now).Facts, fact => Assert.Equal((Now, MemorySource.Operator), (fact.Until, fact.Source)));

    [Fact]
    public void Chat_SentBackAsItWasRead_IsTaken() =>
        Assert.Equal("Kim", Read("""{"chatId":7,"kind":"private","name":"Kim","mode":"human","humanUntil":"2026-11-28T12:00:00Z","messageCount":2,"lastActivityAt":null,"summary":"s"}""").Card.Name!.Value.Value);

    [Theory]
    [InlineData("""{"language":"klingon-language"}""", "/language", ConfigCodes.BadLanguage)]
    [InlineData("""{"timeZone":"Mars/Olympus"}""", "/timeZone", ConfigCodes.BadTimeZone)]
    [InlineData("""{"tags":["a b"]}""", "/tags/0", ConfigCodes.BadTag)]
    [InlineData("""{"tags":"vip"}""", "/tags", ConfigCodes.WrongType)]
    [InlineData("""{"notes":7}""", "/notes", ConfigCodes.WrongType)]
    [InlineData("""{"name":""}""", "/name", ConfigCodes.OutOfRange)]
    [InlineData("""{"profile":{"work":["!?"]}}""", "/profile/work/0", ConfigCodes.OutOfRange)]
    [InlineData("""{"profile":{"":["x"]}}""", "/profile/", ConfigCodes.OutOfRange)]
    [InlineData("""{"profile":{"work":"x"}}""", "/profile/work", ConfigCodes.OutOfRange)]
    [InlineData("""{"colour":"red"}""", "/colour", ConfigCodes.UnknownField)]
    public void Edit_ThatIsWrong_NamesTheField(string json, string pointer, string code)
    {
        var problem = ContactEditReader.Read(json).Problem!;

        Assert.Equal((pointer, code), (problem.Fields[0].Pointer, problem.Fields[0].Code));
    }

    private static ContactEdit Read(string json) => ContactEditReader.Read(json).Value!;
}
