using MultiBot.PrivatePostgres;
using Npgsql;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>Rows that another connection holds until this is disposed.</summary>
internal sealed class RowLock : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly NpgsqlConnection _connection;

    private RowLock(NpgsqlConnection connection) => _connection = connection;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="store">Whose database.</param>
    /// <param name="rows">Such as «bot_leases WHERE bot_id = 'anna'».</param>
    public static async Task<RowLock> TakeAsync(PostgresFixture store, string rows)
    {
        var connection = await store.OpenAdminAsync();
        await using var command = new NpgsqlCommand($"BEGIN; SELECT count(*) FROM (SELECT FROM multibot.{rows} FOR UPDATE) locked", connection);
        Assert.Equal(1L, await command.ExecuteScalarAsync(Cancellation));
        return new RowLock(connection);
    }

    /// <summary>Completes when somebody in this database waits for a lock.</summary>
    public static async Task WaitedForAsync(PostgresDatabase database)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while ((await PostgresHarness.ReadAsync(database, "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).Count == 0)
            await timer.WaitForNextTickAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var command = new NpgsqlCommand("ROLLBACK", _connection)) await command.ExecuteNonQueryAsync(CancellationToken.None);
        await _connection.DisposeAsync();
    }
}
