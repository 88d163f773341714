using System.Diagnostics;
using System.Text;
using MultiBot.Replies.Prompts;

namespace MultiBot.Replies.Tests.Prompts;

public sealed class TokenCountTests
{
    /// <summary>Known values of o200k_base.</summary>
    [Theory]
    [InlineData("", 0)]
    [InlineData("hello world", 2)]
    [InlineData("Hello, world!", 4)]
    [InlineData("<|endoftext|>", 7)]
    public void Text_Counts(string text, int tokens) => Assert.Equal(tokens, TokenCount.Of(text));

    [Fact]
    public void Text_OfAnyKind_HasNoMoreTokensThanAtMost()
    {
        var random = new Random(7);
        for (var run = 0; run < 500; run++)
        {
            var text = new StringBuilder();
            for (var left = random.Next(600); left > 0; left--) text.Append((char)(random.Next(3) switch { 0 => random.Next(' ', 'z'), 1 => random.Next(0x400, 0x460), _ => random.Next(0x10000) }));
            Assert.InRange(TokenCount.Of(text.ToString()), text.Length == 0 ? 0 : 1, TokenCount.AtMost(text.ToString()));
        }
    }

    /// <summary>Counted in slices, a long text of words is what it is as a whole: words do not change at a blank.</summary>
    [Fact]
    public void Text_ThatIsLong_IsTheSumOfItsWords() =>
        Assert.Equal(TokenCount.Of("sailing") + (999 * TokenCount.Of(" sailing")), TokenCount.Of("sailing" + string.Concat(Enumerable.Repeat(" sailing", 999))));

    /// <summary>A person can write a message that is one word; two hundred of them are a history.</summary>
    [Fact]
    public void Word_OfAWholeMessage_CostsLittle()
    {
        var word = new string('a', 4_096);
        TokenCount.Of(word);

        var started = Stopwatch.GetTimestamp();
        for (var line = 0; line < 20; line++) TokenCount.Of(word);

        // In one piece each takes some 10 ms on this kind of machine, in slices less than 1.
        Assert.InRange(Stopwatch.GetElapsedTime(started) / 20, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Text_ThatIsKept_IsCountedOnce() => Assert.Equal(TokenCount.Of("All is well."), TokenCount.OfKept("All is well."));
}
