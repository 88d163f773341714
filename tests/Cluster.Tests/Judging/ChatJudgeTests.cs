namespace MultiBot.Cluster.Tests.Judging;

/// <summary>A judge that sees nothing would find everybody innocent.</summary>
public sealed class ChatJudgeTests
{
    private static readonly DateTimeOffset Began = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("?1 !1 ?2 !2 ?3 !3", "")]
    [InlineData("?1 ?2 ?3 !1,2,3", "")]
    [InlineData("?1 !1 ?2 ?3 !3", "Lost")]
    [InlineData("?1 ?2", "Lost Lost")]
    [InlineData("?1 !1 !1 ?2 !2", "Doubled")]
    [InlineData("?1 !1 ?2 !1,2", "Doubled")]
    [InlineData("?1 ?2 !2 !1", "Disordered")]
    [InlineData("?1 ?2 ?3 !3 !1 !2", "Disordered")]
    [InlineData("?1 ~1 +1 ?2 ?3 ~2,3 +2,3", "")]
    [InlineData("?1 ~1", "Lost")]
    [InlineData("?1 +1", "Lost")]
    [InlineData("?1 ~1 ~1 +1", "Doubled")]
    [InlineData("?1 ~1 +1 +1", "Doubled")]
    [InlineData("?1 +1 ~1", "Disordered")]
    [InlineData("?1 ?2 ~2 ~1 +1 +2", "Disordered")]
    public void Chat_IsJudgedByWhatItsPersonSaw(string chat, string expected) => Assert.Equal(expected, Judged(Chat(chat)));

    [Fact]
    public void SecondCopy_OfARowOnRecordAsUncertain_IsForgivenAndCounted()
    {
        var chat = Chat("?1 !1 !1 ?2 !2", "answers #1");

        Assert.Equal(("", 1), (Judged(chat), ChatJudge.Copies(chat)));
    }

    [Fact]
    public void SecondCopy_OfAnotherRowThanTheUncertain_IsNotForgiven() => Assert.Equal("Doubled", Judged(Chat("?1 !1 !1 ?2 !2", "answers #2")));

    [Fact]
    public void UncertainRow_ThatNobodySaw_IsLost() => Assert.Equal("Lost", Judged(Chat("?1 ?2 !2", "answers #1")));

    [Fact]
    public void Pause_IsTheLongestWaitFromTheFaultOn()
    {
        // A second each: #1 is answered before the fault, #2 waits for it from second 2 on, #3 from its own time on.
        var chat = Chat("?1 !1 ?2 ?3 !2 !3 ?4 !4");

        var pauses = Pauses.PerBot([chat], Began.AddSeconds(3), Began.AddSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(2), pauses["bot"]);
    }

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.99, 4)]
    [InlineData(0.25, 1)]
    public void Percentile_IsAValueThatWasMeasured(double part, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Pauses.Percentile([.. new[] { 4, 1, 3, 2 }.Select(second => TimeSpan.FromSeconds(second))], part));

    /// <summary>«?1»: the person writes #1; «!1,2»: the bot answers both; «~1,2» and «+1,2»: in two messages. A second passes between two lines.</summary>
    private static ChatHistory Chat(string lines, params string[] uncertain) => new("bot", 1, [.. lines.Split(' ').Select(Line)], uncertain);

    private static ChatLine Line(string line, int second) => new(
        Began.AddSeconds(second), line[0] != '?', Verb(line[0]) + string.Concat(line[1..].Split(',').Select(marker => $" {(line[0] == '~' ? '~' : '#')}{marker}")));

    private static string Verb(char sign) => sign switch { '?' => "says", '!' => "answers", '~' => "begins", _ => "ends" };

    private static string Judged(ChatHistory chat) => string.Join(' ', ChatJudge.Judge(chat).Select(violation => violation.Kind));
}
