using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Bots;

internal static class TemplateRows
{
    private const string Select = "SELECT name, json, revision, updated_at FROM templates WHERE name = ?1";

    private const string Insert =
        "INSERT INTO templates (name, json, revision, updated_at) SELECT ?1, ?2, 1, ?4 WHERE ?3 IS NULL OR ?3 = 0 ON CONFLICT DO NOTHING";

    private const string Update =
        "UPDATE templates SET json = ?2, revision = revision + 1, updated_at = ?4 WHERE name = ?1 AND (?3 IS NULL OR revision = ?3)";

    private const string DeleteUnused =
        """
        DELETE FROM templates
        WHERE name = ?1 AND NOT EXISTS (SELECT 1 FROM bots WHERE template = ?1 AND removed_at IS NULL)
        """;

    private const string SelectUsers = "SELECT bot_id FROM bots WHERE template = ?1 AND removed_at IS NULL ORDER BY bot_id";

    public static TemplateRecord? Find(SqliteSession session, string name)
    {
        using var rows = session.Query(Select, name);
        return rows.Read() ? Read(rows) : null;
    }

    /// <summary>Revision 0 is expected of a template that must not exist yet.</summary>
    public static TemplateRecord? Put(SqliteSession session, string name, string json, long? expectedRevision, long now)
    {
        var written = session.Execute(Insert, name, json, expectedRevision, now) > 0
            || session.Execute(Update, name, json, expectedRevision, now) > 0;
        return written ? Find(session, name) : null;
    }

    public static bool Delete(SqliteSession session, string name) => session.Execute(DeleteUnused, name) > 0;

    public static List<BotId> Users(SqliteSession session, string name) => BotIds.Read(session.Query(SelectUsers, name));

    public static TemplateRecord Read(SqlRows rows) => new(rows.Text(0), rows.Text(1), rows.Int64(2), rows.Time(3));
}
