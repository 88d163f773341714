using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Tests.Autonomy;

public class AutonomyRulesTests
{
    private static readonly BotConfig Bot = TestAutonomy.Bot(TestAutonomy.Hours);

    [Fact]
    public void From_AConfiguration_TakesItsFields()
    {
        var rules = AutonomyRules.From(Bot, "Europe/Berlin");

        Assert.True(rules.Enabled);
        Assert.Equal(("Europe/Berlin", "Asia/Bishkek"), (rules.Windows.Zone.Id, rules.PersonaZone.Id));
        Assert.Equal((0.25, 0.35, 2, 1), (rules.StarterProbability, rules.FollowUpProbability, rules.MaxPerDay, rules.MaxUnanswered));
        Assert.Equal((4, 12, 24, 6), (rules.FollowUpFrom.TotalHours, rules.FollowUpTo.TotalHours, rules.FollowUpMaxAge.TotalHours, rules.MinBetween.TotalHours));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Mars/Olympus")]
    public void From_WhenTheContactsZoneIsNotKnown_TakesThePersonas(string? zone) => Assert.Equal("Asia/Bishkek", AutonomyRules.From(Bot, zone).Windows.Zone.Id);

    [Fact]
    public void From_WithoutWindows_IsNeverOpen() =>
        Assert.Null(AutonomyRules.From(TestAutonomy.Bot(null), null).Windows.NextOpening(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void From_BothSwitches_HaveToBeOn(bool autonomy, bool feature, bool enabled) => Assert.Equal(enabled, AutonomyRules.From(
        Bot with { Autonomy = Bot.Autonomy with { Enabled = autonomy }, Features = new FeatureFlags { Autonomy = feature } }, null).Enabled);

    [Fact]
    public void From_AUserAccount_IsGentler()
    {
        var account = AutonomyRules.From(Bot with { Telegram = new TelegramConfig { Kind = AccountKind.User } }, null);

        Assert.True(account.MaxPerBotAndDay < AutonomyRules.From(Bot, null).MaxPerBotAndDay);
    }
}
