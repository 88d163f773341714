using Microsoft.Extensions.Options;
using MultiBot.Storage.Keys;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Bots;
using MultiBot.Storage.Postgres.Commits;
using MultiBot.Storage.Postgres.Conversations;
using MultiBot.Storage.Postgres.Events;
using MultiBot.Storage.Postgres.Keys;
using MultiBot.Storage.Postgres.Leases;
using MultiBot.Storage.Postgres.Privacy;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Secrets;
using MultiBot.Storage.Startup;
using MultiBot.Storage.Telemetry;
using Npgsql;

namespace MultiBot.Storage.Postgres.Startup;

/// <summary>
/// The server all silos share. A server that is away at start is waited for, as it is later; what only an operator can mend
/// (a login that is refused, or that would bypass row-level security) is told at once. Disposing finishes the writes that wait.
/// </summary>
internal sealed partial class PostgresDatabase(
    IOptions<StorageOptions> storage, IOptions<SecurityOptions> security, StoreMetrics metrics, TimeProvider time, ILogger<PostgresDatabase> logger,
    CommitSeam? seam = null)
    : IStorageStartup, IAsyncDisposable
{
    private const string SelectFingerprint = "SELECT fingerprint FROM master_key";

    /// <summary>One reading connection in three reads chats at most: with thousands to be read, pages and subscribers are still answered.</summary>
    private const int ReadersPerLane = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _opening = new(1);
    private OpenPostgres? _open;
    private ErasureKeeper? _erasures;

    /// <summary>The parts that ports work with.</summary>
    public OpenPostgres Open => _open ?? throw new InvalidOperationException("The storage has not been started.");

    /// <summary>The erasures, and the notes of them beside the database.</summary>
    public ErasureKeeper Erasures => _erasures ?? throw new InvalidOperationException("The storage has not been started.");

    private MasterKeyFile KeyFile => new(security.Value, Path.GetFullPath(storage.Value.DataFolder));

    public async Task StartAsync(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            var logins = PostgresLogins.Read(storage.Value);
            _open ??= await OpenPatientlyAsync(logins, cancellation);
            if (_erasures is null) await KeepErasuresAsync(cancellation);
            LogOpened(logins.Place);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async Task<bool> IsReachableAsync(CancellationToken cancellation)
    {
        try
        {
            await using var command = Open.Source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellation);
            return true;
        }
        catch (Exception exception) when (PostgresFailures.IsUnavailable(exception))
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is not null) await _open.DisposeAsync();
        _opening.Dispose();
    }

    /// <summary>What a restored backup took back is erased again before anybody uses the storage.</summary>
    private async Task KeepErasuresAsync(CancellationToken cancellation)
    {
        var keeper = new ErasureKeeper(
            Open.People, new ErasureLog(storage.Value.DataFolder), new PostgresErasureRows(Open.Sessions, storage.Value.EraseChunk), logger);
        await keeper.StartAsync(cancellation);
        _erasures = keeper;
    }

    private async Task<OpenPostgres> OpenPatientlyAsync(PostgresLogins logins, CancellationToken cancellation)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await OpenAsync(logins, cancellation);
            }
            catch (Exception failure) when (PostgresStartFailures.Explain(failure, logins) is { } known)
            {
                throw known;
            }
            catch (Exception exception) when (PostgresFailures.IsUnavailable(exception))
            {
                LogAway(logins.Place, pause.TotalSeconds, exception.Message);
                await Task.Delay(pause, time, cancellation);
            }
        }
    }

    private async Task<OpenPostgres> OpenAsync(PostgresLogins logins, CancellationToken cancellation)
    {
        // By the names of the pools and not by their connection strings, as Npgsql's own metrics would.
        var source = new NpgsqlDataSourceBuilder(logins.Silo.ConnectionString) { Name = "reads" }.Build();
        var lifeline = new NpgsqlDataSourceBuilder(logins.Lifeline.ConnectionString) { Name = "commits" }.Build();
        try
        {
            var login = await LoginAsync(source, cancellation);
            MasterKey? master = null;
            await PostgresMigrations.ApplyAsync(logins, login, CheckMasterKeyAsync, async () => master = await FindMasterKeyAsync(source, cancellation), cancellation);
            return Assemble(source, lifeline, logins, master!, new Reachability(logins.Place, logger));
        }
        catch
        {
            await source.DisposeAsync();
            await lifeline.DisposeAsync();
            throw;
        }
    }

    private OpenPostgres Assemble(NpgsqlDataSource source, NpgsqlDataSource lifeline, PostgresLogins logins, MasterKey master, Reachability server)
    {
        var sessions = new PostgresSessions(source, server);
        var keys = new DataKeys(master, new PostgresDataKeyRows(sessions), time);
        var codec = new MessageCodec(new SecretBox(keys));
        var lives = new PostgresSessions(lifeline, server);
        var people = new PersonHashes(master);
        var chats = new ChatReader(sessions, codec, people);
        var news = new EventNews(sessions, logins.Listener.ConnectionString, time, logger);
        return new OpenPostgres
        {
            Source = source,
            Lifeline = lifeline,
            Sessions = sessions,
            Lives = lives,
            Writer = new CommitWriter(lifeline, server, codec, storage.Value.MaxGroup, news.Written, (Action<int>)metrics.Committed + seam?.Committed),
            Claims = new LeaseClaims(lives),
            HandOvers = new LeaseHandOvers(lives),
            Reads = new BotReads(sessions, keys),
            Chats = chats,
            ChatLoads = new ChatLoads(chats, Math.Max(storage.Value.PostgresConnections / ReadersPerLane, 1)),
            News = news,
            Keys = keys,
            Master = master,
            Codec = codec,
            People = people,
        };
    }

    /// <summary>
    /// The silo's login as the server knows it. Row-level security is silent about logins it does not bind: with one, a missing
    /// filter would show another bot's rows.
    /// </summary>
    private static async Task<string> LoginAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user");
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var login = row.GetString(0);
        return row.GetBoolean(1)
            ? throw new StorageStartupException(
                StorageCodes.Superuser,
                $"The login {login} is a superuser or bypasses row-level security. Give the silo a login of its own (NOSUPERUSER NOBYPASSRLS); "
                + "one that may own tables goes into ConnectionStrings:MultiBotMigrations.")
            : login;
    }

    /// <summary>A database that was sealed with another key is refused before anything in it is changed.</summary>
    private async Task CheckMasterKeyAsync(NpgsqlConnection owner)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('master_key') IS NOT NULL", owner);
        if (await exists.ExecuteScalarAsync() is false) return;
        await using var select = new NpgsqlCommand(SelectFingerprint, owner);
        if (await select.ExecuteScalarAsync() is byte[] fingerprint) KeyFile.Find(fingerprint);
    }

    /// <summary>Under the migrations' lock: of several silos that start on an empty database, one makes the key.</summary>
    private async Task<MasterKey> FindMasterKeyAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var select = source.CreateCommand(SelectFingerprint);
        var master = KeyFile.Find((byte[]?)await select.ExecuteScalarAsync(cancellation));
        await using var insert = source.CreateCommand("INSERT INTO master_key (id, fingerprint, created_at) VALUES (1, $1, clock()) ON CONFLICT DO NOTHING");
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = master.Fingerprint });
        await insert.ExecuteNonQueryAsync(cancellation);
        return master;
    }

    [LoggerMessage(1, LogLevel.Information, "Storage opened: {Place}", EventName = "StorageOpened")]
    private partial void LogOpened(string place);

    [LoggerMessage(2, LogLevel.Warning, "storage.unreachable: the database at {Place} can't be reached ({Why}); trying again in {Seconds} s", EventName = "StorageAway")]
    private partial void LogAway(string place, double seconds, string why);
}
