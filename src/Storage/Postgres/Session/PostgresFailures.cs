using System.Net.Sockets;
using MultiBot.Domain.Storage;
using Npgsql;

namespace MultiBot.Storage.Postgres.Session;

/// <summary>Tells a server that is away, busy or restarting from a statement that is wrong (postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgresFailures
{
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException server => IsPassing(server.SqlState),
        NpgsqlException or SocketException or TimeoutException or IOException => true,
        _ => false,
    };

    /// <summary>The server answered and refused; the connection is as good as before.</summary>
    public static bool IsRefusal(Exception exception) => exception is PostgresException server && !IsGone(server.SqlState);

    /// <summary>What a caller gets to see.</summary>
    public static Exception Translate(Exception exception) => IsUnavailable(exception) ? Unavailable(exception) : exception;

    public static StoreUnavailableException Unavailable(Exception inner) =>
        new("The database is away or could not take it; it may be tried again.", inner);

    /// <summary>Classes 08 (connection), 28 and 3D (login or database taken away: nothing a message could be blamed for), 25006 (a standby), 40 (rolled back), 53 (resources), 55P03 (lock), 57 (stopped, cancelled), 58 (system).</summary>
    private static bool IsPassing(string state) =>
        IsGone(state) || state.StartsWith("40", StringComparison.Ordinal) || state is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled;

    private static bool IsGone(string state) =>
        state[..2] is "08" or "28" or "3D" or "53" or "58"
        || (state.StartsWith("57", StringComparison.Ordinal) && state is not PostgresErrorCodes.QueryCanceled)
        // 26000 and 0A000: a prepared statement or its plan no longer fits; a new connection has new ones.
        || state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.FeatureNotSupported;
}
