using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Bots;

internal static class TemplateRows
{
    private const string Select = "SELECT name, json, revision, updated_at FROM templates WHERE name = $1";

    /// <summary>Revision 0 is expected of a template that must not exist yet.</summary>
    private const string Put =
        """
        INSERT INTO templates AS t (name, json, revision, updated_at) SELECT $1, $2, 1, clock()
        WHERE $3 IS NULL OR $3 = 0 OR EXISTS (SELECT FROM templates WHERE name = $1)
        ON CONFLICT (name) DO UPDATE SET json = excluded.json, revision = t.revision + 1, updated_at = excluded.updated_at
            WHERE $3 IS NULL OR t.revision = $3
        RETURNING name, json, revision, updated_at
        """;

    private const string DeleteUnused = "DELETE FROM templates WHERE name = $1 AND NOT EXISTS (SELECT FROM template_users($1))";
    private const string SelectUsers = "SELECT * FROM template_users($1)";

    public static Task<TemplateRecord?> FindAsync(PostgresSessions sessions, string name, CancellationToken cancellation) =>
        sessions.OfAllAsync(rows => rows.FindAsync(Read), cancellation, new SqlStatement(Select, name));

    public static Task<TemplateRecord?> PutAsync(PostgresSessions sessions, string name, string json, long? expectedRevision, CancellationToken cancellation) =>
        sessions.OfAllAsync(rows => rows.FindAsync(Read), cancellation, new SqlStatement(Put, name, json, expectedRevision));

    public static async Task<bool> DeleteAsync(PostgresSessions sessions, string name, CancellationToken cancellation) =>
        await sessions.ExecuteAsync(null, cancellation, new SqlStatement(DeleteUnused, name)) > 0;

    public static Task<List<BotId>> UsersAsync(PostgresSessions sessions, string name, CancellationToken cancellation) =>
        sessions.OfAllAsync(rows => rows.ListAsync(row => BotId.Parse(row.GetString(0))), cancellation, new SqlStatement(SelectUsers, name));

    public static TemplateRecord Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.Time(3));
}
