using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Tests.Chats;

public sealed class OwnerTakeOverTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Persona", null, 30, 30)]
    [InlineData("Persona", null, 0, null)]
    [InlineData("Human", null, 30, null)]
    [InlineData("Human", 10, 30, 30)]
    [InlineData("Human", 40, 30, 40)]
    [InlineData("Human", 10, 0, 10)]
    [InlineData("Paused", null, 30, null)]
    [InlineData("OptedOut", null, 30, null)]
    [InlineData("Blocked", null, 30, null)]
    public void End_OnceTheOwnerWrote_IsMovedOnAndNeverGivenToWhoHasNone(string mode, int? before, int lasts, int? after)
    {
        var end = OwnerTakeOver.EndAfter(Enum.Parse<ChatMode>(mode), In(before), Noon, TimeSpan.FromMinutes(lasts));

        Assert.Equal(In(after), end);
    }

    [Theory]
    [InlineData(null, 30.0)]
    [InlineData(0.0, 0.0)]
    [InlineData(1.5, 1.5)]
    public void Lasts_AsTheBotSays_OrHalfAnHour(double? minutes, double expected)
    {
        var bot = new BotConfig { BotId = BotId.Parse("anna"), Name = "Anna", Telegram = new TelegramConfig(), Features = new FeatureFlags { OwnerTakesOverMinutes = minutes } };

        Assert.Equal(TimeSpan.FromMinutes(expected), OwnerTakeOver.LastsFor(bot));
    }

    private static DateTimeOffset? In(int? minutes) => minutes is { } some ? Noon.AddMinutes(some) : null;
}
