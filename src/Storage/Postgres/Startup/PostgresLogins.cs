using System.Globalization;
using MultiBot.Storage.Startup;
using Npgsql;

namespace MultiBot.Storage.Postgres.Startup;

/// <summary>The two connection strings: the silo's own login, and one that may own tables (the same, when there is no other).</summary>
internal sealed class PostgresLogins
{
    public const string Schema = "multibot";

    /// <summary>Statements are few and run for ever: each is planned once a connection.</summary>
    private const int PreparedStatements = 100;

    /// <summary>One commits, one claims, one renews, one more for who asks about silos.</summary>
    private const int LifelineConnections = 4;

    /// <summary>
    /// Milliseconds after which the server ends a call whose answer nobody takes: a silo that froze must not hold the locks of its last
    /// commit (postgresql.org/docs/current/runtime-config-connection.html, tcp_user_timeout).
    /// </summary>
    private const int FrozenClient = 10_000;

    /// <summary>One looks at the list of silos, one gives a sign of life, one is for grain states.</summary>
    private const int OrleansConnections = 3;

    /// <summary>
    /// Seconds until Orleans hears that the server does not answer. At Npgsql's 15 and 30 a server that froze would keep a silo from
    /// seeing for half a minute, after it is back, who else is alive.
    /// </summary>
    private const int OrleansPatience = 5;

    /// <summary>Seconds; until it notices, readers look by themselves.</summary>
    private const int ListenerPing = 30;

    private PostgresLogins(NpgsqlConnectionStringBuilder silo, NpgsqlConnectionStringBuilder migrations) => (Silo, Migrations) = (silo, migrations);

    public NpgsqlConnectionStringBuilder Silo { get; }
    public NpgsqlConnectionStringBuilder Migrations { get; }

    public NpgsqlConnectionStringBuilder Lifeline => new(Silo.ConnectionString)
    {
        MaxPoolSize = LifelineConnections,
        Options = string.Create(CultureInfo.InvariantCulture, $"{Silo.Options} -c tcp_user_timeout={FrozenClient}").Trim(),
    };

    /// <summary>For the one connection that waits for news of events. A wait may last for hours: a ping notices that the server is gone.</summary>
    public NpgsqlConnectionStringBuilder Listener => new(Silo.ConnectionString)
    {
        Pooling = false,
        KeepAlive = ListenerPing,
        ApplicationName = "multibot-events",
    };

    /// <summary>For Orleans' own packages.</summary>
    public NpgsqlConnectionStringBuilder Orleans => new(Silo.ConnectionString)
    {
        MaxPoolSize = OrleansConnections,
        Timeout = OrleansPatience,
        CommandTimeout = OrleansPatience,
        ApplicationName = "multibot-orleans",
    };

    /// <summary>Where the server is, without any secret.</summary>
    public string Place => $"{Silo.Host}:{Silo.Port}, database {Silo.Database}";

    /// <exception cref="StorageStartupException">There is no connection string, or it can't be read. Its text is not repeated: it holds a password.</exception>
    public static PostgresLogins Read(StorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            throw Refused("ConnectionStrings:MultiBot is missing; give it as «Host=…;Database=…;Username=…;Password=…».");
        var silo = Parse(options.ConnectionString, "ConnectionStrings:MultiBot");
        // Statements of one round trip are one transaction, and what the later ones see must not be older than what the earlier ones told.
        silo.Options = $@"{silo.Options} -c default_transaction_isolation=read\ committed".Trim();
        silo.MaxAutoPrepare = PreparedStatements;
        silo.AutoPrepareMinUsages = 2;
        // Whatever we set lasts for its transaction. The reset that every use of a pooled connection would begin with cost as much as the smaller queries.
        silo.NoResetOnClose = true;
        silo.MaxPoolSize = Math.Max(options.PostgresConnections, 2);
        var migrations = string.IsNullOrWhiteSpace(options.MigrationsConnectionString)
            ? new NpgsqlConnectionStringBuilder(silo.ConnectionString)
            : Parse(options.MigrationsConnectionString, "ConnectionStrings:MultiBotMigrations");
        migrations.Pooling = false;
        return new PostgresLogins(silo, migrations);
    }

    private static NpgsqlConnectionStringBuilder Parse(string text, string key)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text) { SearchPath = Schema, ApplicationName = "multibot" };
            // Left out, they would be guessed from the operating system's user.
            string?[] needed = [parsed.Host, parsed.Database, parsed.Username];
            return needed.Any(string.IsNullOrEmpty) ? throw Refused($"{key} has to name a Host, a Database and a Username.") : parsed;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw Refused($"{key} can't be read: give it as «Host=…;Database=…;Username=…;Password=…».");
        }
    }

    private static StorageStartupException Refused(string message) => new(StorageCodes.ConnectionString, message);
}
