namespace MultiBot.Storage;

public enum StorageProvider
{
    /// <summary>One file in the data folder, one silo. Needs no set-up.</summary>
    Sqlite,

    /// <summary>A server shared by all silos of a cluster.</summary>
    Postgres,
}

/// <summary>Where everything is kept.</summary>
public sealed class StorageOptions
{
    /// <summary><c>MultiBot:Storage:Provider</c>. SQLite by default: it runs without any set-up.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary><c>ConnectionStrings:MultiBot</c>. SQLite: null means <c>multibot.db</c> in the data folder. PostgreSQL: needed; the login owns nothing. May hold a password.</summary>
    public string? ConnectionString { get; set; }

    /// <summary><c>ConnectionStrings:MultiBotMigrations</c>: a PostgreSQL login that may own tables. Null: the silo's own.</summary>
    public string? MigrationsConnectionString { get; set; }

    /// <summary>
    /// PostgreSQL connections of this silo for reading and for the registry, used for milliseconds each: twelve serve thousands of
    /// bots that come up at once. Four more are kept for commits and leases, three for Orleans, one for news of events; a server's usual hundred serves five silos.
    /// </summary>
    public int PostgresConnections { get; set; } = 12;

    /// <summary><c>MultiBot:DataFolder</c>; a relative one counts from the working directory. The host says where it is.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>
    /// Slices that share one commit at most; on PostgreSQL a commit is also full with 2,000 rows. 1,000 keeps a group far below 2 s even
    /// on slow disks; natural groups under full load are a few hundred.
    /// </summary>
    public int MaxGroup { get; set; } = 1000;

    /// <summary>Rows erased in one transaction: some 50 ms, so that erasing a large bot makes nobody wait.</summary>
    public int EraseChunk { get; set; } = 2000;

    /// <summary>Connections kept open for reading. More readers than this at once open their own and close it again.</summary>
    public int IdleReaders { get; set; } = 8;
}
