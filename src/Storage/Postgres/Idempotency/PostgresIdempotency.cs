using MultiBot.Domain.Idempotency;
using MultiBot.Domain.Messages;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using Npgsql;

namespace MultiBot.Storage.Postgres.Idempotency;

internal sealed class PostgresIdempotency(PostgresDatabase database) : IIdempotency
{
    /// <summary>Rows out of date that one claim takes along: more than it adds, and never a long transaction; those that another claim is at are left to it.</summary>
    private const string DeleteOld =
        """
        DELETE FROM idempotency WHERE (sender, key) IN
            (SELECT sender, key FROM idempotency WHERE claimed_at < (SELECT clock() - $1) ORDER BY claimed_at LIMIT 100 FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>One statement, so that of two callers one inserts and the other sees the row; a row out of date is taken over.</summary>
    private const string Insert =
        """
        INSERT INTO idempotency AS i (sender, key, request, claimed_at) SELECT $1, $2, $3, now_at FROM clock() now_at
        ON CONFLICT (sender, key) DO UPDATE SET request = excluded.request, claimed_at = excluded.claimed_at, status = NULL, content_type = NULL,
            location = NULL, etag = NULL, body = NULL
        WHERE i.claimed_at < clock() - $4
        RETURNING true
        """;

    private const string Select = "SELECT request, claimed_at, status, content_type, location, etag, body FROM idempotency WHERE sender = $1 AND key = $2";
    private const string Update =
        "UPDATE idempotency SET status = $3, content_type = $4, location = $5, etag = $6, body = $7 WHERE sender = $1 AND key = $2 AND status IS NULL";

    private const string Delete = "DELETE FROM idempotency WHERE sender = $1 AND key = $2 AND status IS NULL";

    private PostgresSessions Sessions => database.Open.Sessions;

    public async Task<IdempotencyClaim> ClaimAsync(IdempotencyKey key, byte[] request, TimeSpan retention, CancellationToken cancellation)
    {
        await Sessions.ExecuteAsync(null, cancellation, new SqlStatement(DeleteOld, retention));
        while (true)
        {
            if (await Sessions.OfAllAsync(rows => rows.ReadAsync(cancellation), cancellation, new SqlStatement(Insert, Sender(key), Text(key), request, retention)))
                return new IdempotencyClaim.Granted();
            var found = await Sessions.OfAllAsync(rows => rows.FindAsync(row => Read(row, request)), cancellation, new SqlStatement(Select, Sender(key), Text(key)));
            // Null: released between the two statements, so it is free again.
            if (found is not null) return found;
        }
    }

    public Task CompleteAsync(IdempotencyKey key, KeptAnswer answer, CancellationToken cancellation) => Sessions.ExecuteAsync(
        null, cancellation, new SqlStatement(Update, Sender(key), Text(key), answer.Status, answer.ContentType, answer.Location, answer.ETag, answer.Body));

    public Task ReleaseAsync(IdempotencyKey key, CancellationToken cancellation) =>
        Sessions.ExecuteAsync(null, cancellation, new SqlStatement(Delete, Sender(key), Text(key)));

    private static string Sender(IdempotencyKey key) => StorableText.Clean(key.Sender);

    private static string Text(IdempotencyKey key) => StorableText.Clean(key.Text);

    private static IdempotencyClaim Read(NpgsqlDataReader row, byte[] request)
    {
        if (!row.Bytes(0).AsSpan().SequenceEqual(request)) return new IdempotencyClaim.OtherRequest();
        if (row.IsDBNull(2)) return new IdempotencyClaim.Unfinished(row.Time(1));
        return new IdempotencyClaim.Answered(new KeptAnswer
        {
            Status = row.GetInt32(2),
            ContentType = row.TextOrNull(3),
            Location = row.TextOrNull(4),
            ETag = row.TextOrNull(5),
            Body = row.Bytes(6),
        });
    }
}
