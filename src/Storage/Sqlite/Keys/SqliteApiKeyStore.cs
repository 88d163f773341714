using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Keys;

internal sealed class SqliteApiKeyStore(SqliteDatabase database) : IApiKeyStore
{
    private const string Insert =
        "INSERT INTO api_keys (id, name, role, bots, hash, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    private const string InsertFirst =
        """
        INSERT INTO api_keys (id, name, role, bots, hash, created_at, expires_at)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM api_keys)
        """;

    private const string Columns = "SELECT id, name, role, bots, created_at, expires_at FROM api_keys";
    private const string SelectByHash = $"{Columns} WHERE hash = ?1";
    private const string SelectAll = $"{Columns} ORDER BY created_at, id";
    private const string Delete = "DELETE FROM api_keys WHERE id = ?1";
    private const string InsertAudit = "INSERT INTO audit_log (at, actor, action, bot_id, detail) VALUES (?1, ?2, ?3, ?4, ?5)";

    public Task AddAsync(ApiKeyRecord key, byte[] hash, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => Add(session, Insert, key, hash), cancellation);

    public Task<bool> AddFirstAsync(ApiKeyRecord key, byte[] hash, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => Add(session, InsertFirst, key, hash), cancellation);

    public Task<ApiKeyRecord?> FindAsync(byte[] hash, CancellationToken cancellation) =>
        database.Open.Readers.ReadAsync(session => Read(session.Query(SelectByHash, hash)).FirstOrDefault(), cancellation);

    public async Task<IReadOnlyList<ApiKeyRecord>> ListAsync(CancellationToken cancellation) =>
        await database.Open.Readers.ReadAsync(session => Read(session.Query(SelectAll)), cancellation);

    public Task<bool> RevokeAsync(string id, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => session.Execute(Delete, id) > 0, cancellation);

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => Audit(session, entry), cancellation);

    /// <summary>A line in the transaction of the deed.</summary>
    public static int Audit(SqliteSession session, AuditEntry entry) =>
        session.Execute(InsertAudit, entry.At, entry.Actor, entry.Action, entry.Bot?.Value, entry.Detail);

    private static bool Add(SqliteSession session, string sql, ApiKeyRecord key, byte[] hash) => session.Execute(
        sql, key.Id, key.Name, (long)key.Role, key.Bots is { } bots ? JsonSerializer.Serialize(bots.Select(bot => bot.Value)) : null, hash,
        key.CreatedAt, key.ExpiresAt) > 0;

    private static List<ApiKeyRecord> Read(SqlRows found)
    {
        var keys = new List<ApiKeyRecord>();
        using var rows = found;
        while (rows.Read())
        {
            keys.Add(new ApiKeyRecord
            {
                Id = rows.Text(0),
                Name = rows.Text(1),
                Role = (ApiRole)rows.Int32(2),
                Bots = rows.TextOrNull(3) is { } bots ? [.. JsonSerializer.Deserialize<string[]>(bots)!.Select(BotId.Parse)] : null,
                CreatedAt = rows.Time(4),
                ExpiresAt = rows.TimeOrNull(5),
            });
        }

        return keys;
    }
}
