using MultiBot.Client.Connection;

namespace MultiBot.Client.Tests.Connection;

public sealed class GatewayAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:30000", "127.0.0.1", 30000)]
    [InlineData("silo-1", "silo-1", 30000)]
    [InlineData("silo.example:4", "silo.example", 4)]
    [InlineData("[::1]:30001", "::1", 30001)]
    public void Address_WhenWellFormed_IsRead(string text, string host, int port)
    {
        Assert.True(GatewayAddress.TryParse(text, out var address));
        Assert.Equal((host, port), (address.Host, address.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":30000")]
    [InlineData("host:0")]
    [InlineData("host:70000")]
    [InlineData("host:30000/path")]
    [InlineData("me@host:30000")]
    [InlineData("::1")]
    public void Address_WhenMalformed_IsRefused(string text) => Assert.False(GatewayAddress.TryParse(text, out _));

    [Fact]
    public void Address_WhenPrinted_CanBeReadAgain()
    {
        Assert.True(GatewayAddress.TryParse(new GatewayAddress("::1", 5).ToString(), out var address));
        Assert.Equal(new GatewayAddress("::1", 5), address);
    }
}
