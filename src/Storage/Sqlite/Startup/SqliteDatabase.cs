using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using MultiBot.Storage.Keys;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Secrets;
using MultiBot.Storage.Sqlite.Commits;
using MultiBot.Storage.Sqlite.Keys;
using MultiBot.Storage.Sqlite.Privacy;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Startup;
using MultiBot.Storage.Telemetry;

namespace MultiBot.Storage.Sqlite.Startup;

/// <summary>
/// The one database file: looked at, locked, opened and migrated at start, in that order, so that whatever is wrong is told
/// before anything is written. Disposing finishes the writes that wait.
/// </summary>
internal sealed partial class SqliteDatabase(
    IOptions<StorageOptions> storage, IOptions<SecurityOptions> security, StoreMetrics metrics, TimeProvider clock, ILogger<SqliteDatabase> logger,
    WriterSeam? seam = null)
    : IStorageStartup, IDisposable
{
    private const string SaveFingerprint = "INSERT INTO master_key (id, fingerprint, created_at) VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING";

    // The lock proves that no other process lives: whoever held bots died, and they are free at once.
    private const string RetireAll = "UPDATE silo_incarnations SET retired_at = ?1 WHERE retired_at IS NULL";
    private const string FreeAll = "UPDATE bot_leases SET incarnation = NULL WHERE incarnation IS NOT NULL";

    private const string SelectTraces = "SELECT 1 FROM traces";
    private const string Vacuum = "VACUUM";
    private const string NoTraces = "DELETE FROM traces";

    private readonly Lock opening = new();
    private OpenDatabase? open;
    private ErasureKeeper? erasures;
    private bool disposed;

    /// <summary>The parts that ports work with.</summary>
    public OpenDatabase Open => open ?? throw new InvalidOperationException("The storage has not been started.");

    /// <summary>The erasures, and the notes of them beside the database.</summary>
    public ErasureKeeper Erasures => erasures ?? throw new InvalidOperationException("The storage has not been started.");

    public async Task StartAsync(CancellationToken cancellation)
    {
        await Task.Run(Start, cancellation);
        if (erasures is not null) return;
        // What a restored backup took back is erased again before anybody uses the storage.
        var keeper = new ErasureKeeper(
            Open.People, new ErasureLog(storage.Value.DataFolder), new SqliteErasureRows(Open, storage.Value.EraseChunk, clock), logger);
        await keeper.StartAsync(cancellation);
        erasures = keeper;
    }

    /// <summary>The file is open and locked: it is as near as this process.</summary>
    public Task<bool> IsReachableAsync(CancellationToken cancellation) => Task.FromResult(open is not null && !disposed);

    public void Dispose()
    {
        lock (opening)
        {
            disposed = true;
            open?.Dispose();
        }
    }

    private void Start()
    {
        lock (opening)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (open is not null) return;
            var path = FilePath();
            var processLock = ProcessLock.Take(path);
            try
            {
                open = OpenLocked(path, processLock);
            }
            catch
            {
                processLock.Dispose();
                throw;
            }

            LogOpened(path);
        }
    }

    private OpenDatabase OpenLocked(string path, ProcessLock processLock)
    {
        var fingerprint = ExistingDatabase.Check(path);
        var master = new MasterKeyFile(security.Value, Path.GetFullPath(storage.Value.DataFolder)).Find(fingerprint);
        var session = OpenForWriting(path, master);
        var writer = new GroupCommitWriter(session, storage.Value.MaxGroup, metrics.Committed, seam);
        var readers = new SessionPool(path, storage.Value.IdleReaders);
        var keys = new DataKeys(master, new SqliteDataKeyRows(writer, readers, clock), clock);
        return new OpenDatabase(processLock, session, writer, readers, keys, master, new MessageCodec(new SecretBox(keys)), new PersonHashes(master));
    }

    private SqliteSession OpenForWriting(string path, MasterKey master)
    {
        var connection = SqliteConnections.Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            SqliteConnections.PrepareForWriting(connection);
            SchemaMigrations.Apply(connection);
            var session = new SqliteSession(connection);
            session.BeginImmediate();
            session.Execute(SaveFingerprint, master.Fingerprint, clock.Micros());
            session.Execute(RetireAll, clock.Micros());
            session.Execute(FreeAll);
            session.Commit();
            WipeTraces(session);
            return session;
        }
        catch (SqliteException exception) when (SqliteFailures.IsUnavailable(exception))
        {
            connection.Dispose();
            throw new StorageStartupException(
                StorageCodes.FolderUnwritable, $"The database file {path} can't be written. Make it writable for this user and see that the disk has room.", exception);
        }
    }

    /// <summary>Once for a file of an earlier version, which did not overwrite what it deleted. Stopped half-way it begins anew.</summary>
    private static void WipeTraces(SqliteSession session)
    {
        using (var rows = session.Query(SelectTraces))
        {
            if (!rows.Read()) return;
        }

        session.Execute(Vacuum);
        session.TruncateLog();
        session.Execute(NoTraces);
    }

    private string FilePath()
    {
        var text = storage.Value.ConnectionString;
        var path = string.IsNullOrWhiteSpace(text) ? null : new SqliteConnectionStringBuilder(text).DataSource;
        return Path.GetFullPath(string.IsNullOrEmpty(path) ? Path.Combine(storage.Value.DataFolder, "multibot.db") : path);
    }
}
