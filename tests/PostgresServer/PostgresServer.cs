using System.Security.Cryptography;
using Npgsql;

namespace MultiBot.PrivatePostgres;

/// <summary>
/// A real PostgreSQL server of our own, in a temporary folder and on a free port of 127.0.0.1. It ends with <see cref="DisposeAsync"/>,
/// or with our process, however that dies. Its calls may come from several threads, but stopping, starting and disposing one at a time.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Superuser = "postgres", MigrationsLogin = "multibot_migrations", SiloLogin = "multibot_silo";

    private readonly string _password = RandomNumberGenerator.GetHexString(32);
    private readonly string _binaries;
    private readonly ServerFolder _folder;
    private readonly Watchdog _watchdog;
    private TimeSpan _endedPostmasters;
    private int _databases;
    private int _disposed;

    private PostgresServer(string binaries, ServerFolder folder)
    {
        _binaries = binaries;
        _folder = folder;
        _watchdog = new Watchdog(Control, folder.Path, folder.Data);
    }

    /// <summary>On 127.0.0.1; stays the same when the server is started again.</summary>
    public int Port { get; private set; }

    /// <summary>Holds the data folder «data», the Unix socket and the file «log».</summary>
    public string Folder => _folder.Path;

    /// <summary>
    /// The processor time of all the server's processes since the first start, ended ones included, in steps of 10 ms a process. A
    /// crash loses what passes between the call that stops the server and its end.
    /// </summary>
    public TimeSpan ProcessorTime =>
        _endedPostmasters + (_folder.Postmaster() is { } postmaster ? ProcessorClock.Read(postmaster) : TimeSpan.Zero);

    private string Control => Path.Combine(_binaries, "pg_ctl");

    /// <summary>Starts a server; completes when it accepts connections.</summary>
    /// <exception cref="PostgresMissingException">PostgreSQL is not installed.</exception>
    /// <exception cref="InvalidOperationException">It did not start; the message holds its log.</exception>
    public static async Task<PostgresServer> StartAsync(PostgresServerOptions? options = null, CancellationToken cancellation = default)
    {
        var binaries = PostgresBinaries.Find() ?? throw new PostgresMissingException();
        var server = new PostgresServer(binaries, await ServerFolder.MakeAsync(cancellation));
        try
        {
            await server._folder.InitializeAsync(binaries, cancellation);
            server.Port = FreePort.Take();
            server._folder.Configure(server.Port, options ?? new PostgresServerOptions());
            await server.StartPostmasterAsync(cancellation);
            await server.MakeLoginsAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Of the superuser.</summary>
    public string AdminConnectionString(string database = "postgres") => ConnectionString(database, Superuser);

    /// <summary>
    /// A fresh database. Its two logins are those of every database of this server, as are the roles that migrations make.
    /// </summary>
    public async Task<PostgresDatabase> CreateDatabaseAsync(CancellationToken cancellation = default)
    {
        var name = $"multibot_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name} OWNER {MigrationsLogin}", cancellation);
        return new PostgresDatabase(name, ConnectionString(name, SiloLogin), ConnectionString(name, MigrationsLogin));
    }

    /// <summary>Ends the server as a crash does: no checkpoint, connections cut; the next start recovers from the log.</summary>
    public async Task StopImmediatelyAsync()
    {
        var used = ProcessorTime;
        await ServerCommands.RunAsync([Control, "stop", "-D", _folder.Data, "-m", "immediate", "-w"], CancellationToken.None);
        _endedPostmasters = used;
    }

    /// <summary>Starts a stopped server on its port and data; completes when it accepts connections.</summary>
    public Task StartAgainAsync() => StartPostmasterAsync(CancellationToken.None);

    /// <summary>Ends the server at once and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            await _watchdog.DisposeAsync();
    }

    private async Task StartPostmasterAsync(CancellationToken cancellation)
    {
        try
        {
            await ServerCommands.RunAsync([Control, "start", "-D", _folder.Data, "-l", _folder.Log, "-w", "-s"], cancellation);
        }
        catch (InvalidOperationException failure) when (File.Exists(_folder.Log))
        {
            var log = await File.ReadAllTextAsync(_folder.Log, cancellation);
            throw new InvalidOperationException($"PostgreSQL did not start:\n{log}", failure);
        }
    }

    private Task MakeLoginsAsync(CancellationToken cancellation) =>
        ExecuteAsync(
            $"ALTER ROLE {Superuser} PASSWORD '{_password}';" +
            $"CREATE ROLE {MigrationsLogin} LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE PASSWORD '{_password}';" +
            $"CREATE ROLE {SiloLogin} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD '{_password}'",
            cancellation);

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        // Over the socket, which asks for no password; unpooled, or a crash of the server would leave the next call a dead connection.
        var socket = $"Host={Folder};Port={Port};Database=postgres;Username={Superuser};Pooling=false";
        await using var connection = new NpgsqlConnection(socket);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private string ConnectionString(string database, string login) =>
        $"Host=127.0.0.1;Port={Port};Database={database};Username={login};Password={_password}";
}
