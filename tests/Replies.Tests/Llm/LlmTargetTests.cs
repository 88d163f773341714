using MultiBot.Domain.Bots;
using MultiBot.Domain.Secrets;
using MultiBot.Replies.Llm;

namespace MultiBot.Replies.Tests.Llm;

/// <summary>A key travels only to the endpoint it was given for.</summary>
public sealed class LlmTargetTests
{
    private static readonly LlmOptions Cluster = new() { Endpoint = "http://cluster.example/v1", ApiKey = "sk-cluster", Model = "cluster-model" };
    private static readonly Uri Own = new("https://own.example/v1");
    private static readonly Uri ClustersOwn = new("http://cluster.example/v1");
    private static readonly Secret Key = new("sk-own");

    [Fact]
    public void Bot_WithItsKeyAlone_GoesToItsProvider() =>
        Assert.Equal(new LlmTarget.Online(LlmProvider.OpenAi, null, Key, "m", null), LlmTarget.Of(new LlmConfig { ApiKey = Key, Model = "m" }, Cluster));

    [Fact]
    public void Bot_WithItsEndpointAlone_GetsNoKey() =>
        Assert.Equal(
            new LlmTarget.Online(LlmProvider.Compatible, Own, null, "m", null),
            LlmTarget.Of(new LlmConfig { Provider = LlmProvider.Compatible, Endpoint = Own.ToString(), Model = "m" }, Cluster));

    [Fact]
    public void Bot_WithNeither_GetsTheClustersEndpointKeyAndModel() =>
        Assert.Equal(
            new LlmTarget.Online(LlmProvider.Compatible, ClustersOwn, new Secret("sk-cluster"), "cluster-model", "second"),
            LlmTarget.Of(new LlmConfig { Provider = LlmProvider.Azure, FallbackModel = "second" }, Cluster));

    [Fact]
    public void Bot_WithNeitherInAClusterWithout_IsOffline() =>
        Assert.IsType<LlmTarget.Offline>(LlmTarget.Of(new LlmConfig { Model = "m", Endpoint = " " }, new LlmOptions { Model = "cluster-model", ApiKey = "" }));

    [Fact]
    public void Cluster_WithAKeyAlone_IsOpenAis() =>
        Assert.Equal(
            new LlmTarget.Online(LlmProvider.OpenAi, null, Key, LlmOptions.DefaultModel, null),
            LlmTarget.Of(new LlmConfig(), new LlmOptions { ApiKey = "sk-own" }));

    [Fact]
    public void Fallback_WhenItIsTheModelItself_IsNone() =>
        Assert.Null(Assert.IsType<LlmTarget.Online>(LlmTarget.Of(new LlmConfig { ApiKey = Key, Model = "m", FallbackModel = "m" }, Cluster)).FallbackModel);

    [Theory]
    [InlineData(LlmProvider.Azure, null)]
    [InlineData(LlmProvider.Compatible, null)]
    [InlineData(LlmProvider.OpenAi, "ftp://own.example")]
    [InlineData(LlmProvider.OpenAi, "own.example/v1")]
    [InlineData(LlmProvider.OpenAi, "https://user:password@own.example/v1")]
    public void Settings_ThatCannotBeAskedWith_AreUnusable(LlmProvider provider, string? endpoint) =>
        Assert.IsType<LlmTarget.Unusable>(LlmTarget.Of(new LlmConfig { Provider = provider, Endpoint = endpoint, ApiKey = Key }, Cluster));

    [Fact]
    public void Azure_WithoutAKey_IsUnusable() =>
        Assert.IsType<LlmTarget.Unusable>(LlmTarget.Of(new LlmConfig { Provider = LlmProvider.Azure, Endpoint = Own.ToString() }, Cluster));

    [Theory]
    [InlineData("gpt-5-mini", true)]
    [InlineData("gpt-5", true)]
    [InlineData("o3-mini", true)]
    [InlineData("gpt-5.1", true)]
    [InlineData("gpt-5-chat-latest", false)]
    [InlineData("gpt-4o", false)]
    [InlineData("o1000", false)]
    public void Model_OfAReasoningFamily_IsKnown(string model, bool reasons) => Assert.Equal(reasons, ModelTraits.Reasons(model));
}
