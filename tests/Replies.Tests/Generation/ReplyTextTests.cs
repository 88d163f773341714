using MultiBot.Replies.Generation;

namespace MultiBot.Replies.Tests.Generation;

public sealed class ReplyTextTests
{
    [Theory]
    [InlineData("  Hello.\n", "Hello.")]
    [InlineData("Anna: Hello.", "Hello.")]
    [InlineData("anna :  Hello.", "Hello.")]
    [InlineData("**Anna:** Hello.", "Hello.")]
    [InlineData("**Anna**: Hello.", "Hello.")]
    [InlineData("[Anna]: Hello.", "Hello.")]
    [InlineData("Anna is my name: yes.", "Anna is my name: yes.")]
    [InlineData("Annabel: Hello.", "Annabel: Hello.")]
    [InlineData("**Hello**, Anna: you.", "**Hello**, Anna: you.")]
    [InlineData("<think>They say hi.\nSo do I.</think>\n\nHello.", "Hello.")]
    [InlineData("Hel\0lo.\r\nYes\u0007", "Hello.\nYes")]
    [InlineData("שלום 👋🏽", "שלום 👋🏽")]
    public void Text_WhenItIsTidied_KeepsWhatIsSaid(string raw, string expected) => Assert.Equal(expected, ReplyText.Tidy(raw, "Anna", 240));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("Anna:")]
    [InlineData("<think>Hm")]
    [InlineData("<think>Hm</think> ")]
    [InlineData("\0\u0001")]
    public void Text_WhenNothingIsSaid_IsNull(string raw) => Assert.Null(ReplyText.Tidy(raw, "Anna", 240));

    [Theory]
    [InlineData("One two. Three four five", "One two.")]
    [InlineData("One two three four five", "One two three")]
    [InlineData("OneTwoThreeFourFive", "OneTwoThreeFourF")]
    [InlineData("OneTwoThreeFour👋👋", "OneTwoThreeFour")]
    public void Text_WhenItIsOverLong_EndsAtASentenceAWordOrACharacter(string raw, string expected) => Assert.Equal(expected, ReplyText.Tidy(raw, "Anna", 2));
}
