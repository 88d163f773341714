using System.Globalization;
using CsCheck;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Messages;

public class FormattedTextTests
{
    private static readonly string[] Pieces =
    [
        "a", "word", "Long-unbroken-word-that-fills-a-part", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "привет", "مرحبا", "日本語", "😀", "👩‍👩‍👧‍👦", "e\u0301", "\u0301", " \u0301",
        "\ud83d", "\udc00", "\u200b", "\0", "*", "_", "<b>", "`", "",
    ];

    private static readonly Gen<string> Words = Gen.OneOf(Pieces).Array[0, 12].Select(string.Concat);

    private static readonly Gen<FormattedText> Texts = Gen.Select(Gen.Int[0, 3], Words).Array[0, 25].Select(Build);

    [Fact]
    public void Build_CountsInUtf16()
    {
        var text = new FormattedTextBuilder().Plain("😀 ").Bold("né😀").Line().Code("1").Build();

        Assert.Equal("😀 né😀\n1", text.Text);
        Assert.Equal([Bold(3, 4), Code(8, 1)], text.Entities);
    }

    [Fact]
    public void Build_WhenAnEntityHasBlankEnds_LeavesThemOutside()
    {
        var text = new FormattedTextBuilder().Bold(" a b\n").Bold("  ").Code("").Build();

        Assert.Equal(" a b\n  ", text.Text);
        Assert.Equal([Bold(1, 3)], text.Entities);
    }

    [Fact]
    public void Build_WhenASurrogateIsTornBetweenPieces_JoinsNothing() =>
        Assert.Equal("\ufffd\ufffd", new FormattedTextBuilder().Plain("\ud83d").Bold("\ude00").Build().Text);

    [Theory]
    [InlineData("one two\nthree", 12, "one two|three")]
    [InlineData("one two three", 9, "one two|three")]
    [InlineData("one\n\n\ntwo", 5, "one|two")]
    [InlineData("abcdefgh", 3, "abc|def|gh")]
    [InlineData("x😀y", 2, "x|😀|y")]
    [InlineData("\n \n", 5, "")]
    [InlineData("\u200b", 5, "")]
    public void Split_CutsAtLinesThenAtBlanksThenAtCharacters(string text, int limit, string parts) =>
        Assert.Equal(parts.Length == 0 ? [] : parts.Split('|'), new FormattedTextBuilder().Plain(text).Build().Split(limit).Select(part => part.Text));

    [Fact]
    public void Split_WhenAnEntityStandsAtTheLimit_CutsBeforeIt()
    {
        var parts = new FormattedTextBuilder().Plain("aaa").Bold("b c d").Plain("ee").Build().Split(6);

        Assert.Equal(["aaa", "b c de", "e"], parts.Select(part => part.Text));
        Assert.Equal([Bold(0, 5)], parts[1].Entities);
        Assert.Empty(parts[2].Entities);
    }

    [Fact]
    public void Split_WhenNoMessageHoldsAnEntity_GoesOnWithItInTheNext()
    {
        var parts = new FormattedTextBuilder().Code("abcdefgh").Plain("i").Build().Split(5);

        Assert.Equal(["abcde", "fghi"], parts.Select(part => part.Text));
        Assert.Equal([Code(0, 5)], parts[0].Entities);
        Assert.Equal([Code(0, 3)], parts[1].Entities);
    }

    [Fact]
    public void Split_WhenAMessageWouldHaveMoreEntitiesThanAreShown_CutsBeforeThem()
    {
        var builder = new FormattedTextBuilder();
        for (var i = 0; i < 250; i++) builder.Code("x").Line();

        Assert.Equal([100, 100, 50], builder.Build().Split().Select(part => part.Entities.Length));
    }

    [Fact]
    public void Split_WhenTheLimitIsBelowASurrogatePair_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FormattedTextBuilder().Plain("x").Build().Split(1));

    [Fact]
    public void Build_WhateverThePieces_KeepsEntitiesInOrderAndWithinTheText() => Texts.Sample(CheckEntities, iter: 50_000);

    [Fact]
    public void Split_WhateverTheText_KeepsMessagesSendableAndLosesOnlyBlanks() =>
        Gen.Select(Texts, Gen.Int[2, 60]).Sample(
            (text, limit) =>
            {
                var parts = text.Split(limit);
                foreach (var part in parts)
                {
                    Assert.InRange(part.Text.Length, 1, limit);
                    Assert.Equal(part.Text, part.Text.Trim());
                    Assert.Equal(part.Text, StorableText.Clean(part.Text));
                    Assert.InRange(part.Entities.Length, 0, FormattedText.MostEntities);
                    CheckEntities(part);
                }

                Assert.Equal(Marked([text]), Marked(parts));
            },
            iter: 50_000);

    [Fact]
    public void Split_WhateverTheText_CutsOnlyEntitiesThatNoMessageHolds() =>
        Gen.Select(Texts, Gen.Int[2, 60]).Sample(
            (text, limit) =>
            {
                var fitting = text.Entities.Where(entity => entity.Length <= limit).Select(entity => Stretch(text, entity)).Where(MayBeSeen);
                var whole = text.Split(limit).SelectMany(part => part.Entities.Select(entity => Stretch(part, entity))).ToList();
                foreach (var stretch in fitting) Assert.True(whole.Remove(stretch), $"«{stretch}» was cut.");
            },
            iter: 100_000);

    private static void CheckEntities(FormattedText text)
    {
        var at = 0;
        foreach (var entity in text.Entities)
        {
            Assert.InRange(entity.Offset, at, text.Text.Length);
            Assert.InRange(entity.Length, 1, text.Text.Length - entity.Offset);
            var stretch = Stretch(text, entity);
            Assert.Equal(stretch, stretch.Trim());
            Assert.Equal(stretch, StorableText.Clean(stretch));
            at = entity.End;
        }
    }

    // All that can be seen, each character with how it is shown.
    private static string Marked(IReadOnlyList<FormattedText> parts) => string.Concat(parts.SelectMany(part => part.Text.Select((c, at) =>
        MayBeSeen(c.ToString()) ? $"{c}{part.Entities.FirstOrDefault(entity => entity.Offset <= at && at < entity.End)?.Kind}" : "")));

    // What Telegram shows: neither white space nor marks that only steer the text.
    private static bool MayBeSeen(string text) =>
        text.Any(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control));

    private static string Stretch(FormattedText text, TextEntity entity) => text.Text.Substring(entity.Offset, entity.Length);

    private static FormattedText Build((int Kind, string Words)[] pieces)
    {
        var builder = new FormattedTextBuilder();
        foreach (var (kind, words) in pieces)
            _ = kind switch
            {
                0 => builder.Bold(words),
                1 => builder.Code(words),
                _ => builder.Plain(words),
            };
        return builder.Build();
    }

    private static TextEntity Bold(int offset, int length) => new() { Kind = TextEntityKind.Bold, Offset = offset, Length = length };
    private static TextEntity Code(int offset, int length) => new() { Kind = TextEntityKind.Code, Offset = offset, Length = length };
}
