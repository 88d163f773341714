using MultiBot.Storage.Tests.Contract;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Sqlite;

/// <summary>Makes one fixture per test and removes its folder afterwards.</summary>
internal static class SqliteFixtures
{
    public static async Task<IStoreFixture> CreateAsync() => new Owned(await SqliteFixture.StartAsync(new TemporaryFolder()));

    private sealed class Owned(SqliteFixture inner) : IStoreFixture
    {
        public Microsoft.Extensions.Time.Testing.FakeTimeProvider Clock => inner.Clock;
        public Domain.Storage.IConversationStore Conversations => inner.Conversations;
        public Domain.Storage.IBotStore Bots => inner.Bots;
        public Domain.Storage.IQueries Queries => inner.Queries;
        public Domain.Leases.ILeases Leases => inner.Leases;
        public Domain.Events.IEventLog Events => inner.Events;
        public Domain.Keys.IApiKeyStore Keys => inner.Keys;
        public Domain.Secrets.ISecretBox Box => inner.Box;

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            inner.Folder.Dispose();
        }
    }
}

public sealed class SqliteReceiveTests : ReceiveContract
{
    protected override Task<IStoreFixture> CreateAsync() => SqliteFixtures.CreateAsync();
}
