using static MultiBot.Domain.Tests.Bots.Configuration.Configurations;

namespace MultiBot.Domain.Tests.Bots.Configuration;

/// <summary>Delete a line here when its field is honoured, together with its line of the table.</summary>
public class NotYetHonouredTests
{
    [Theory]
    [InlineData("telegram.kind", "\"user\"", "telegram.user_accounts_unavailable")]
    [InlineData("telegram.groups", "\"mention\"", "config.not_supported")]
    [InlineData("telegram.groups", "\"all\"", "config.not_supported")]
    [InlineData("telegram.device", "\"Pixel\"", "config.not_supported")]
    [InlineData("telegram.proxy", "\"mtproxy://proxy.example:443?secret=00\"", "config.not_supported")]
    public void Read_WhenAFieldCannotBeHonouredYet_RefusesItByItsCode(string path, string json, string code)
    {
        var problem = Refused(With((path, json)));

        Assert.Equal(code, problem.Code);
        Assert.Equal("/" + path.Replace('.', '/'), Assert.Single(problem.Fields).Pointer);
    }
}
