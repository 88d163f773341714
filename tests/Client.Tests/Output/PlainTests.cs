using MultiBot.Client.Output;

namespace MultiBot.Client.Tests.Output;

/// <summary>Strangers write what the console prints.</summary>
public sealed class PlainTests
{
    [Theory]
    [InlineData("\u001b[2Jgone", "�[2Jgone")]
    [InlineData("a\u009bb\u0007\u007f", "a�b��")]
    [InlineData("left\u202Eright\u2066", "left�right�")]
    [InlineData("a\tb\r\nc", "a b  c")]
    [InlineData("Привет 👋 שלום", "Привет 👋 שלום")]
    [InlineData(null, "")]
    public void Cell_WhenTextHoldsControlCharacters_ReplacesThem(string? text, string expected) => Assert.Equal(expected, Plain.Cell(text));

    [Fact]
    public void Block_WhenTextHasLines_KeepsThem() => Assert.Equal("a\nb�", Plain.Block("a\nb\u001b"));

    [Fact]
    public void Time_WhenPrinted_IsUniversal() =>
        Assert.Equal("2026-11-22 10:00:00Z", Plain.Time(new DateTimeOffset(2026, 11, 22, 16, 0, 0, TimeSpan.FromHours(6))));
}
