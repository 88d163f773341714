namespace MultiBot.Silo.Tests.Fixtures;

/// <summary>One silo for all tests that leave it as it was but for bots of their own names.</summary>
public sealed class SharedSilo : IAsyncLifetime
{
    private TestSilo? silo;

    public TestSilo Silo => silo ?? throw new InvalidOperationException("The silo is not up yet.");

    public async ValueTask InitializeAsync() => silo = await TestSilo.StartAsync();

    public ValueTask DisposeAsync() => silo?.DisposeAsync() ?? ValueTask.CompletedTask;
}

[CollectionDefinition(Name)]
public sealed class OneSilo : ICollectionFixture<SharedSilo>
{
    public const string Name = "one silo";
}
