using Npgsql;

namespace MultiBot.Client.Connection;

/// <summary>
/// The database whose silos the console joins, as the silos themselves name it in <c>ConnectionStrings:MultiBot</c>. Its text holds a
/// password: it goes to the driver and nowhere else.
/// </summary>
internal sealed class ClusterDatabase
{
    /// <summary>The name under which ADO.NET packages know the driver.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>Where the silos keep their tables.</summary>
    private const string Schema = "multibot";

    /// <summary>Seconds for a connection, and for an answer: a person waits.</summary>
    private const int Patience = 3;

    /// <summary>One asks who lives, one more if that is slow.</summary>
    private const int Connections = 2;

    private ClusterDatabase(NpgsqlConnectionStringBuilder parsed) =>
        (ConnectionString, Place, Login) = (parsed.ConnectionString, $"{parsed.Host}:{parsed.Port}, database {parsed.Database}", parsed.Username!);

    public string ConnectionString { get; }

    /// <summary>Where it is, without any secret.</summary>
    public string Place { get; }

    public string Login { get; }

    /// <summary>Null: it can't be read, or names no host, database or user (they would be guessed from the operating system's user).</summary>
    public static ClusterDatabase? Parse(string text)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text)
            {
                SearchPath = Schema,
                ApplicationName = "multibot-console",
                Timeout = Patience,
                CommandTimeout = Patience,
                MaxPoolSize = Connections,
                MinPoolSize = 0,
            };
            return string.IsNullOrEmpty(parsed.Host) || string.IsNullOrEmpty(parsed.Database) || string.IsNullOrEmpty(parsed.Username)
                ? null
                : new ClusterDatabase(parsed);
        }
        catch (Exception trouble) when (trouble is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            return null;
        }
    }

    public override string ToString() => Place;
}
