using System.Data.Common;

namespace MultiBot.Client.Connection;

/// <summary>What a database says when the console asks it for the silos. Codes: postgresql.org/docs/current/errcodes-appendix.html.</summary>
internal static class DatabaseTrouble
{
    /// <summary>The refusal among the causes; null: the database is not to blame.</summary>
    public static DbException? In(Exception? trouble)
    {
        for (var cause = trouble; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException found) return found;
        }

        return null;
    }

    /// <summary>A sentence without any secret: the driver's own words name none, and the server's are left out.</summary>
    public static string Explain(DbException trouble, ClusterDatabase database) => trouble.SqlState switch
    {
        "28P01" or "28000" => $"The database at {database.Place} refuses the login {database.Login}: check user and password.",
        "3D000" => $"There is no such database: {database.Place}.",
        "42P01" or "42501" or "3F000" => $"The login {database.Login} finds no cluster in the database at {database.Place}: no silo was ever started on it, or the login is not a silo's.",
        null => $"The database at {database.Place} can't be reached: {trouble.Message}",
        var code => $"The database at {database.Place} refuses to answer (code {code}).",
    };
}
