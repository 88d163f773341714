using MultiBot.Domain.Bots;
using MultiBot.Domain.Webhooks;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using MultiBot.Storage.Webhooks;
using Npgsql;
using NpgsqlTypes;

namespace MultiBot.Storage.Postgres.Webhooks;

internal sealed class PostgresWebhookStore(PostgresDatabase database) : IWebhookStore
{
    private const string Columns =
        """
        id, name, sealed, bots, tag, types, include_text, enabled, revision, created_at, updated_at,
        position, last_error, last_status, last_delivered_at, failing_since
        """;

    private const string SelectAll = $"SELECT {Columns} FROM webhooks ORDER BY created_at, id";
    private const string SelectOne = $"SELECT {Columns} FROM webhooks WHERE id = $1";
    private const string Insert = $"INSERT INTO webhooks ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

    private const string Update =
        $"""
        UPDATE webhooks
        SET name = $2, sealed = $3, bots = $4, tag = $5, types = $6, include_text = $7, enabled = $8, revision = revision + 1, updated_at = clock()
        WHERE id = $1 AND revision = $9 RETURNING {Columns}
        """;

    private const string Delete = "DELETE FROM webhooks WHERE id = $1 AND ($2 IS NULL OR revision = $2)";

    private const string Advance =
        """
        UPDATE webhooks SET position = $3, last_error = $4, last_status = $5, last_delivered_at = $6, failing_since = $7
        WHERE id = $1 AND position = $2 RETURNING revision
        """;

    private PostgresSessions Sessions => database.Open.Sessions;

    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellation) =>
        await Sessions.OfAllAsync(rows => rows.ListAsync(Read), cancellation, new SqlStatement(SelectAll));

    public Task<Webhook?> FindAsync(WebhookId id, CancellationToken cancellation) =>
        Sessions.OfAllAsync(rows => rows.FindAsync(Read), cancellation, new SqlStatement(SelectOne, id.Value));

    public Task AddAsync(Webhook webhook, CancellationToken cancellation)
    {
        var (settings, state) = (webhook.Settings, webhook.State);
        return Sessions.ExecuteAsync(null, cancellation, new SqlStatement(
            Insert, webhook.Id.Value, settings.Name, SealedWebhook.Seal(database.Open.Master, webhook.Id, settings), Bots(settings), settings.Tag,
            Types(settings), settings.IncludeText, settings.Enabled, webhook.Revision, webhook.CreatedAt, webhook.UpdatedAt,
            state.Position, state.LastError, Status(state), state.LastDeliveredAt, state.FailingSince));
    }

    public Task<Webhook?> ReplaceAsync(WebhookId id, WebhookSettings settings, long expectedRevision, CancellationToken cancellation) =>
        Sessions.OfAllAsync(rows => rows.FindAsync(Read), cancellation, new SqlStatement(
            Update, id.Value, settings.Name, SealedWebhook.Seal(database.Open.Master, id, settings), Bots(settings), settings.Tag, Types(settings),
            settings.IncludeText, settings.Enabled, expectedRevision));

    public async Task<bool> RemoveAsync(WebhookId id, long? expectedRevision, CancellationToken cancellation) =>
        await Sessions.ExecuteAsync(null, cancellation, new SqlStatement(Delete, id.Value, expectedRevision)) > 0;

    public Task<long?> AdvanceAsync(WebhookId id, long expectedPosition, WebhookState state, CancellationToken cancellation) =>
        Sessions.OfAllAsync(rows => rows.FindAsync(row => (long?)row.GetInt64(0)), cancellation, new SqlStatement(
            Advance, id.Value, expectedPosition, state.Position, state.LastError, Status(state), state.LastDeliveredAt, state.FailingSince));

    private static string[]? Bots(WebhookSettings settings) => settings.Bots?.Select(bot => bot.Value).ToArray();

    private static string[] Types(WebhookSettings settings) => [.. settings.Types];

    private static SqlArgument Status(WebhookState state) => new(state.LastStatus, NpgsqlDbType.Integer);

    private Webhook Read(NpgsqlDataReader row)
    {
        var id = WebhookId.Parse(row.GetString(0));
        var (url, secret) = SealedWebhook.Open(database.Open.Master, id, row.Bytes(2));
        return new Webhook
        {
            Id = id,
            Settings = new WebhookSettings
            {
                Name = row.GetString(1),
                Url = url,
                Secret = secret,
                Bots = row.IsDBNull(3) ? null : [.. row.GetFieldValue<string[]>(3).Select(BotId.Parse)],
                Tag = row.TextOrNull(4),
                Types = row.GetFieldValue<string[]>(5),
                IncludeText = row.GetBoolean(6),
                Enabled = row.GetBoolean(7),
            },
            Revision = row.GetInt64(8),
            CreatedAt = row.Time(9),
            UpdatedAt = row.Time(10),
            State = new WebhookState
            {
                Position = row.GetInt64(11),
                LastError = row.TextOrNull(12),
                LastStatus = row.IsDBNull(13) ? null : row.GetInt32(13),
                LastDeliveredAt = row.TimeOrNull(14),
                FailingSince = row.TimeOrNull(15),
            },
        };
    }
}
