using MultiBot.PrivatePostgres;
using Npgsql;

namespace MultiBot.Load.Subjects;

/// <summary>The PostgreSQL server of a run, durable as an operator's; or none, when nobody needs it.</summary>
internal sealed class Databases : IAsyncDisposable
{
    // What docs/postgresql.md tells an operator with such a load; the silo and its peer have the same server.
    private static readonly IReadOnlyList<string> Busy = ["shared_buffers=2GB", "max_wal_size=8GB", "bgwriter_lru_maxpages=1000"];

    private readonly PostgresServer? server;

    private Databases(PostgresServer? server) => this.server = server;

    /// <summary>Of all the server's processes; zero without a server.</summary>
    public TimeSpan ProcessorTime => server?.ProcessorTime ?? TimeSpan.Zero;

    /// <param name="needed">False: there is none.</param>
    /// <param name="cancelled">Gives it up.</param>
    /// <param name="settings">More of postgresql.conf, <c>name=value</c>; the last of a name wins.</param>
    public static async Task<Databases> StartAsync(bool needed, CancellationToken cancelled, params IReadOnlyList<string> settings) =>
        new(needed ? await PostgresServer.StartAsync(new PostgresServerOptions { Settings = [.. Busy, .. settings] }, cancelled) : null);

    /// <summary>A fresh database.</summary>
    /// <exception cref="InvalidOperationException">The run has no server.</exception>
    public Task<PostgresDatabase> CreateAsync(CancellationToken cancelled) =>
        server?.CreateDatabaseAsync(cancelled) ?? throw new InvalidOperationException("This run has no PostgreSQL.");

    /// <summary>A superuser's connection, to look at what no silo may see. Not to be used by what is measured.</summary>
    public async Task<NpgsqlConnection> LookAsync(PostgresDatabase database, CancellationToken cancelled)
    {
        var connection = new NpgsqlConnection(server!.AdminConnectionString(database.Name));
        await connection.OpenAsync(cancelled);
        return connection;
    }

    /// <summary>Writes out what was changed so far, so that nobody pays for the pages of the one before.</summary>
    public async Task CheckpointAsync(CancellationToken cancelled)
    {
        if (server is null)
            return;
        await using var connection = new NpgsqlConnection(server.AdminConnectionString());
        await connection.OpenAsync(cancelled);
        await using var command = new NpgsqlCommand("CHECKPOINT", connection);
        await command.ExecuteNonQueryAsync(cancelled);
    }

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
