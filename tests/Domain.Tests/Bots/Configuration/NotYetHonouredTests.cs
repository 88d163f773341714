using MultiBot.Domain.Bots;
using static MultiBot.Domain.Tests.Bots.Configuration.Configurations;

namespace MultiBot.Domain.Tests.Bots.Configuration;

/// <summary>Delete a line here when its field is honoured, together with its line of the table.</summary>
public class NotYetHonouredTests
{
    [Theory]
    [InlineData("telegram.kind", "\"user\"", "telegram.user_accounts_unavailable")]
    [InlineData("telegram.device", "\"Pixel\"", "config.not_supported")]
    [InlineData("features.ownerTakesOverMinutes", "30", "config.not_supported")]
    [InlineData("telegram.proxy", "\"mtproxy://proxy.example:443?secret=00\"", "config.not_supported")]
    public void Read_WhenAFieldCannotBeHonouredYet_RefusesItByItsCode(string path, string json, string code)
    {
        var problem = Refused(With((path, json)));

        Assert.Equal(code, problem.Code);
        Assert.Equal("/" + path.Replace('.', '/'), Assert.Single(problem.Fields).Pointer);
    }

    [Fact]
    public void OwnersTakeOver_IsForUserAccounts()
    {
        var problem = Refused(With(("features.ownerTakesOverMinutes", "0"), ("telegram.kind", "\"user\"")));
        Assert.Equal("/telegram/kind", Assert.Single(problem.Fields).Pointer);
        Assert.Null(Bot(With(("features.ownerTakesOverMinutes", "null"))).Features.OwnerTakesOverMinutes);

        var outside = Refused(With(("features.ownerTakesOverMinutes", "10081")));
        Assert.Contains(outside.Fields, field => field is { Pointer: "/features/ownerTakesOverMinutes", Code: "config.out_of_range" });
    }

    [Fact]
    public void Groups_AreForBotTokens()
    {
        Assert.Equal(GroupPolicy.Mention, Bot(With(("telegram.groups", "\"mention\""))).Telegram.Groups);

        var problem = Refused(With(("telegram.groups", "\"all\""), ("telegram.kind", "\"user\"")));
        Assert.Contains(problem.Fields, field => field is { Pointer: "/telegram/groups", Code: "config.not_supported" });
    }
}
