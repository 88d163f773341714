using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Secrets;

namespace MultiBot.Domain.Tests.Autonomy;

/// <summary>A bot in Bishkek that may write first, and people it has talked to.</summary>
internal static class TestAutonomy
{
    public static WeekWindows Hours { get; } = new() { Workdays = ["09:00-13:00", "18:00-23:00"], Weekends = ["10:00-23:00"] };

    public static AutonomyRules Rules() => Rules(Hours);

    public static AutonomyRules Rules(WeekWindows? windows) => AutonomyRules.From(Bot(windows), contactZone: null);

    public static BotConfig Bot(WeekWindows? windows) => new()
    {
        BotId = BotId.Parse("anna"),
        Name = "Anna",
        Telegram = new TelegramConfig { Token = new Secret("1:a") },
        Persona = new PersonaConfig { TimeZone = "Asia/Bishkek" },
        Autonomy = new AutonomyConfig { Enabled = true, Windows = windows },
    };

    public static AutonomyState Chat(long id, DateTimeOffset lastIn) => new()
    {
        Key = new ChatKey(BotId.Parse("anna"), new ChatId(id)),
        Basis = new(7, 7),
        LastIn = lastIn,
        LastOut = lastIn.AddMinutes(1),
    };
}
