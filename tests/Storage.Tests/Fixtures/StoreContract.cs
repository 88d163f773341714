namespace MultiBot.Storage.Tests.Fixtures;

/// <summary>Base of the contract suite: each test on an empty storage of its own.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private IStoreFixture? _store;

    protected IStoreFixture Store => _store!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<IStoreFixture> CreateAsync();

    public async ValueTask InitializeAsync() => _store = await CreateAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A registered bot whose lease we hold.</summary>
    protected async Task<TestBot> BotAsync(string id = "anna", bool sealMessages = false) => await TestBot.RegisterAsync(Store, id, sealMessages);
}
