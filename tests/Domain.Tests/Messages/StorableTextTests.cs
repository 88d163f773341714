using System.Text;
using CsCheck;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Messages;

public sealed class StorableTextTests
{
    /// <summary>Any UTF-16 code units, with surrogates and NUL far more often than chance would have them.</summary>
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Char, Gen.Char['\uD800', '\uDFFF'], Gen.Const('\0'), Gen.Char['a', 'z']).Array[0, 40].Select(units => new string(units));

    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    [Fact]
    public void Clean_OfAnyText_IsStorable() => AnyText.Sample(text =>
    {
        var clean = StorableText.Clean(text);

        Assert.DoesNotContain('\0', clean);
        Assert.Equal(clean, Strict.GetString(Strict.GetBytes(clean)));
    });

    [Fact]
    public void Clean_OfAnyText_ChangesOnlyWhatCannotBeStored() => AnyText.Sample(text =>
    {
        var clean = StorableText.Clean(text);

        Assert.Equal(text.Length, clean.Length);
        for (var i = 0; i < text.Length; i++)
            Assert.True(clean[i] == text[i] || (clean[i] == '\uFFFD' && (text[i] == '\0' || char.IsSurrogate(text[i]))));
    });

    [Fact]
    public void Clean_OfValidText_IsTheSameString() => Gen.String[Gen.Char['\u0001', '\uD7FF'], 0, 40].Sample(text =>
        Assert.Same(text, StorableText.Clean(text)));

    [Theory]
    [InlineData("", "")]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("👍🏽 ок", "👍🏽 ок")]
    public void Clean_OfKnownCases_GivesTheExpectedText(string text, string expected) => Assert.Equal(expected, StorableText.Clean(text));

    // Not a theory: an attribute cannot carry a lone surrogate.
    [Fact]
    public void Clean_OfLoneSurrogates_ReplacesEachOfThem()
    {
        Assert.Equal("\uFFFD", StorableText.Clean("\uD83D"));
        Assert.Equal("\uFFFD\uFFFD", StorableText.Clean("\uDC4D\uD83D"));
        Assert.Equal("\uFFFD👍", StorableText.Clean("\uD83D\uD83D\uDC4D"));
    }
}
