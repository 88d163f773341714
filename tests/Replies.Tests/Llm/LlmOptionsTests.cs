using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MultiBot.Replies.Tests.Llm;

public sealed class LlmOptionsTests
{
    [Theory]
    [InlineData("Endpoint", "nowhere")]
    [InlineData("Endpoint", "file:///etc/passwd")]
    [InlineData("Timeout", "00:00:00")]
    [InlineData("Attempts", "0")]
    [InlineData("ConcurrencyPerBot", "0")]
    [InlineData("BreakerFailureRatio", "1.5")]
    [InlineData("MaxPromptTokens", "100")]
    [InlineData("AnalysisOutputTokens", "0")]
    [InlineData("Provider", "Azure")]
    [InlineData("Provider", "Compatible")]
    public async Task Options_WhenAValueIsBad_RefuseToStartAndNameTheKey(string key, string value)
    {
        await using var host = new RepliesHost(null, (key, value));

        var refused = Assert.Throws<OptionsValidationException>(host.Services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_WhenNothingIsSet_AreGood()
    {
        await using var host = new RepliesHost();

        host.Services.GetRequiredService<IStartupValidator>().Validate();
    }
}
