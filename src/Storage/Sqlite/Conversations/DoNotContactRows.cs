using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>Whether a person is on the list of those whom no bot may write to.</summary>
internal static class DoNotContactRows
{
    private const string Select = "SELECT 1 FROM do_not_contact WHERE person = ?1 AND (expires_at IS NULL OR expires_at > ?2)";

    public static bool Holds(SqliteSession session, byte[] person, long now)
    {
        using var rows = session.Query(Select, person, now);
        return rows.Read();
    }
}
