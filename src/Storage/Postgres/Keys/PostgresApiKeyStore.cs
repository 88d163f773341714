using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Messages;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using Npgsql;

namespace MultiBot.Storage.Postgres.Keys;

internal sealed class PostgresApiKeyStore(PostgresDatabase database) : IApiKeyStore
{
    private const string Insert = "INSERT INTO api_keys (id, name, role, bots, hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    /// <summary>Two silos at once: the second waits for the first one's row, and then finds it.</summary>
    private const string LockKeys = "SELECT pg_advisory_xact_lock('api_keys'::regclass::oid::bigint)";

    private const string InsertFirst =
        """
        INSERT INTO api_keys (id, name, role, bots, hash, created_at, expires_at)
        SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS (SELECT FROM api_keys)
        """;

    private const string Columns = "SELECT id, name, role, bots, created_at, expires_at FROM api_keys";
    private const string SelectByHash = $"{Columns} WHERE hash = $1";
    private const string SelectAll = $"{Columns} ORDER BY created_at, id";
    private const string Delete = "DELETE FROM api_keys WHERE id = $1";
    private const string InsertAudit = "INSERT INTO audit_log (at, actor, action, bot_id, detail) VALUES ($1, $2, $3, $4, $5)";

    private PostgresSessions Sessions => database.Open.Sessions;

    public Task AddAsync(ApiKeyRecord key, byte[] hash, CancellationToken cancellation) => Sessions.ExecuteAsync(null, cancellation, Statement(Insert, key, hash));

    public async Task<bool> AddFirstAsync(ApiKeyRecord key, byte[] hash, CancellationToken cancellation) =>
        await Sessions.ExecuteAsync(null, cancellation, new SqlStatement(LockKeys), Statement(InsertFirst, key, hash)) > 0;

    public Task<ApiKeyRecord?> FindAsync(byte[] hash, CancellationToken cancellation) =>
        Sessions.OfAllAsync(rows => rows.FindAsync(Read), cancellation, new SqlStatement(SelectByHash, hash));

    public async Task<IReadOnlyList<ApiKeyRecord>> ListAsync(CancellationToken cancellation) =>
        await Sessions.OfAllAsync(rows => rows.ListAsync(Read), cancellation, new SqlStatement(SelectAll));

    public async Task<bool> RevokeAsync(string id, CancellationToken cancellation) =>
        await Sessions.ExecuteAsync(null, cancellation, new SqlStatement(Delete, StorableText.Clean(id))) > 0;

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellation) => Sessions.ExecuteAsync(
        null, cancellation, new SqlStatement(InsertAudit, entry.At, entry.Actor, entry.Action, entry.Bot?.Value, SqlArgument.Json(entry.Detail)));

    private static SqlStatement Statement(string sql, ApiKeyRecord key, byte[] hash) => new(
        sql, key.Id, StorableText.Clean(key.Name), SqlArgument.Small((long)key.Role), key.Bots?.Select(bot => bot.Value).ToArray(), hash, key.CreatedAt, key.ExpiresAt);

    private static ApiKeyRecord Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Role = (ApiRole)row.GetInt16(2),
        Bots = row.IsDBNull(3) ? null : [.. row.GetFieldValue<string[]>(3).Select(BotId.Parse)],
        CreatedAt = row.Time(4),
        ExpiresAt = row.TimeOrNull(5),
    };
}
