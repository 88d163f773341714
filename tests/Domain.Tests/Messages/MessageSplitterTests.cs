using System.Globalization;
using CsCheck;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Messages;

public class MessageSplitterTests
{
    private static readonly string[] Pieces =
    [
        "a", "word", "Long-unbroken-word-that-fills-a-part", ".", "!", "?", "…", ".\"", " ", "  ", "\n", "\n\n", "\r\n\r\n", "\t", "\u00a0", "\u2029", "привет", "слово. ",
        "مرحبا", "؟ ", "۔ ", "שלום", "\u200f", "日本語", "。", "！」", "』", "😀", "👩‍👩‍👧‍👦", "🇰🇬", "👍🏽", "é", "e\u0301", " \u0301", "각", "\ud83d", "\udc00", "\u200b", "3.14", "(x).",
    ];

    private static readonly Gen<string> Texts = Gen.OneOf(Pieces).Array[0, 60].Select(string.Concat);

    [Theory]
    [InlineData("", 10)]
    [InlineData(" \n\t ", 10)]
    [InlineData("\u200b\u200f", 10)]
    public void Split_WhenThereIsNothingToSee_GivesNoPart(string text, int limit) => Assert.Empty(MessageSplitter.Split(text, limit));

    [Fact]
    public void Split_WhenTheTextFits_GivesItTrimmed() => Assert.Equal(["Hello, you."], MessageSplitter.Split(" Hello, you.\n"));

    [Fact]
    public void Split_WhenTheTextFitsExactly_GivesOnePart() => Assert.Single(MessageSplitter.Split(new string('x', 4096)));

    [Theory]
    [InlineData("One two. Three four.\n\nFive six seven.", 34, "One two. Three four.|Five six seven.")]
    [InlineData("One two.\r\n\r\nThree four. Five", 17, "One two.|Three four. Five")]
    [InlineData("One.\n\nTwo three four. Five six seven", 26, "One.\n\nTwo three four.|Five six seven")]
    [InlineData("One two. Three four five", 20, "One two.|Three four five")]
    [InlineData("He said \"no!\" Then he left us", 20, "He said \"no!\"|Then he left us")]
    [InlineData("Pi is 3.14159 or so they say", 12, "Pi is|3.14159 or|so they say")]
    [InlineData("One line\nthe other line here", 20, "One line|the other line here")]
    [InlineData("one two three four", 9, "one two|three|four")]
    [InlineData("今日は。元気ですか。はい、とても", 8, "今日は。|元気ですか。|はい、とても")]
    [InlineData("「はい。」そうです。それから", 9, "「はい。」|そうです。それから")]
    [InlineData("本当！？そうですか。", 6, "本当！？|そうですか。")]
    [InlineData("كيف حالك؟ أنا بخير اليوم", 18, "كيف حالك؟|أنا بخير اليوم")]
    [InlineData("یہ ہے۔ وہ نہیں ہے اب", 16, "یہ ہے۔|وہ نہیں ہے اب")]
    [InlineData("abcdefghij", 4, "abcd|efgh|ij")]
    [InlineData("I. averylongunbrokenword", 21, "I.|averylongunbrokenword")]
    [InlineData("あ。ああああああああああああ", 12, "あ。|ああああああああああああ")]
    [InlineData("word))))))))) word word", 16, "word)))))))))|word word")]
    public void Split_WhenTheTextIsTooLong_CutsWhereAReaderWould(string text, int limit, string parts) =>
        Assert.Equal(parts.Split('|'), MessageSplitter.Split(text, limit));

    [Theory]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 15, 2)]
    [InlineData("👩‍👩‍👧‍👦", 4, 4)]
    [InlineData("xx👩‍👩‍👧‍👦", 11, 2)]
    public void Split_WhenCharactersAreMadeOfMany_CutsInsideOnlyWhenNoPartCouldHoldOne(string text, int limit, int parts)
    {
        var split = MessageSplitter.Split(text, limit);

        Assert.Equal(parts, split.Count);
        Assert.Equal(text, string.Concat(split));
    }

    [Fact]
    public void Split_WhenTheLimitIsBelowASurrogatePair_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => MessageSplitter.Split("x", 1));

    [Fact]
    public void Split_WhateverTheText_KeepsEveryPartSendableAndLosesOnlyBlanks() =>
        Gen.Select(Texts, Gen.Int[2, 40]).Sample(
            (text, limit) =>
            {
                var parts = MessageSplitter.Split(text, limit);
                foreach (var part in parts)
                {
                    Assert.InRange(part.Length, 1, limit);
                    Assert.False(string.IsNullOrWhiteSpace(part));
                    Assert.False(char.IsWhiteSpace(part[^1]));
                }

                Assert.Equal(Visible(text), Visible(string.Concat(parts)));
            },
            iter: 200_000);

    [Fact]
    public void Split_WhateverTheText_CutsNoCharacterThatAPartCouldHold() =>
        Gen.Select(Texts, Gen.Int[12, 40]).Sample(
            (text, limit) =>
            {
                var boundaries = StringInfo.ParseCombiningCharacters(text).Append(text.Length).ToHashSet();
                var at = 0;
                foreach (var part in MessageSplitter.Split(text, limit))
                {
                    at = text.IndexOf(part, at, StringComparison.Ordinal);
                    Assert.True(boundaries.Contains(at), "A part starts inside a character.");
                    at += part.Length;
                    Assert.True(boundaries.Contains(at) || char.IsWhiteSpace(text[at]), "A part ends inside a character.");
                }
            },
            iter: 100_000);

    // What Telegram shows: neither white space nor marks that only steer the text.
    private static string Visible(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control)));
}
