using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Webhooks;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;
using MultiBot.Storage.Webhooks;

namespace MultiBot.Storage.Sqlite.Webhooks;

internal sealed class SqliteWebhookStore(SqliteDatabase database, TimeProvider clock) : IWebhookStore
{
    private const string Columns =
        """
        id, name, sealed, bots, tag, types, include_text, enabled, revision, created_at, updated_at,
        position, last_error, last_status, last_delivered_at, failing_since
        """;

    private const string SelectAll = $"SELECT {Columns} FROM webhooks ORDER BY created_at, id";
    private const string SelectOne = $"SELECT {Columns} FROM webhooks WHERE id = ?1";
    private const string Insert = $"INSERT INTO webhooks ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";

    private const string Update =
        """
        UPDATE webhooks
        SET name = ?2, sealed = ?3, bots = ?4, tag = ?5, types = ?6, include_text = ?7, enabled = ?8, revision = revision + 1, updated_at = ?10
        WHERE id = ?1 AND revision = ?9
        """;

    private const string Delete = "DELETE FROM webhooks WHERE id = ?1 AND (?2 IS NULL OR revision = ?2)";

    private const string Advance =
        """
        UPDATE webhooks SET position = ?3, last_error = ?4, last_status = ?5, last_delivered_at = ?6, failing_since = ?7
        WHERE id = ?1 AND position = ?2
        """;

    private const string SelectRevision = "SELECT revision FROM webhooks WHERE id = ?1";

    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellation) =>
        await database.Open.Readers.ReadAsync(session => Read(session.Query(SelectAll)), cancellation);

    public Task<Webhook?> FindAsync(WebhookId id, CancellationToken cancellation) =>
        database.Open.Readers.ReadAsync(session => Find(session, id), cancellation);

    public Task AddAsync(Webhook webhook, CancellationToken cancellation)
    {
        var (settings, state) = (webhook.Settings, webhook.State);
        var sealedBytes = SealedWebhook.Seal(database.Open.Master, webhook.Id, settings);
        return database.Open.Writer.RunAsync(
            session => session.Execute(
                Insert, webhook.Id.Value, settings.Name, sealedBytes, Bots(settings), settings.Tag, Types(settings), settings.IncludeText, settings.Enabled,
                webhook.Revision, webhook.CreatedAt, webhook.UpdatedAt, state.Position, state.LastError, (long?)state.LastStatus, state.LastDeliveredAt,
                state.FailingSince),
            cancellation);
    }

    public Task<Webhook?> ReplaceAsync(WebhookId id, WebhookSettings settings, long expectedRevision, CancellationToken cancellation)
    {
        var sealedBytes = SealedWebhook.Seal(database.Open.Master, id, settings);
        return database.Open.Writer.RunAsync(
            session => session.Execute(
                Update, id.Value, settings.Name, sealedBytes, Bots(settings), settings.Tag, Types(settings), settings.IncludeText, settings.Enabled,
                expectedRevision, clock.Micros()) > 0 ? Find(session, id) : null,
            cancellation);
    }

    public Task<bool> RemoveAsync(WebhookId id, long? expectedRevision, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => session.Execute(Delete, id.Value, expectedRevision) > 0, cancellation);

    public Task<long?> AdvanceAsync(WebhookId id, long expectedPosition, WebhookState state, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(
            session => session.Execute(
                Advance, id.Value, expectedPosition, state.Position, state.LastError, (long?)state.LastStatus, state.LastDeliveredAt,
                state.FailingSince) > 0 ? RevisionOf(session, id) : null,
            cancellation);

    private static long? RevisionOf(SqliteSession session, WebhookId id)
    {
        using var rows = session.Query(SelectRevision, id.Value);
        return rows.Read() ? rows.Int64(0) : null;
    }

    private static string? Bots(WebhookSettings settings) =>
        settings.Bots is { } bots ? JsonSerializer.Serialize(bots.Select(bot => bot.Value)) : null;

    private static string Types(WebhookSettings settings) => JsonSerializer.Serialize(settings.Types);

    private Webhook? Find(SqliteSession session, WebhookId id) => Read(session.Query(SelectOne, id.Value)).FirstOrDefault();

    private List<Webhook> Read(SqlRows found)
    {
        var webhooks = new List<Webhook>();
        using var rows = found;
        while (rows.Read()) webhooks.Add(ReadOne(rows));
        return webhooks;
    }

    private Webhook ReadOne(SqlRows rows)
    {
        var id = WebhookId.Parse(rows.Text(0));
        var (url, secret) = SealedWebhook.Open(database.Open.Master, id, rows.Blob(2));
        return new Webhook
        {
            Id = id,
            Settings = new WebhookSettings
            {
                Name = rows.Text(1),
                Url = url,
                Secret = secret,
                Bots = rows.TextOrNull(3) is { } bots ? [.. JsonSerializer.Deserialize<string[]>(bots)!.Select(BotId.Parse)] : null,
                Tag = rows.TextOrNull(4),
                Types = JsonSerializer.Deserialize<string[]>(rows.Text(5))!,
                IncludeText = rows.Flag(6),
                Enabled = rows.Flag(7),
            },
            Revision = rows.Int64(8),
            CreatedAt = rows.Time(9),
            UpdatedAt = rows.Time(10),
            State = new WebhookState
            {
                Position = rows.Int64(11),
                LastError = rows.TextOrNull(12),
                LastStatus = (int?)rows.Int64OrNull(13),
                LastDeliveredAt = rows.TimeOrNull(14),
                FailingSince = rows.TimeOrNull(15),
            },
        };
    }
}
