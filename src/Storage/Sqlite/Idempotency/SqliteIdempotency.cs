using MultiBot.Domain.Idempotency;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Idempotency;

internal sealed class SqliteIdempotency(SqliteDatabase database, TimeProvider time) : IIdempotency
{
    /// <summary>Rows out of date that one claim takes along: more than it adds, and never a long transaction.</summary>
    private const string DeleteOld =
        """
        DELETE FROM idempotency WHERE (sender, key) IN
            (SELECT sender, key FROM idempotency WHERE claimed_at < ?1 ORDER BY claimed_at LIMIT 100)
        """;

    private const string DeleteIfOld = "DELETE FROM idempotency WHERE sender = ?1 AND key = ?2 AND claimed_at < ?3";
    private const string Insert = "INSERT INTO idempotency (sender, key, request, claimed_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
    private const string Select = "SELECT request, claimed_at, status, content_type, location, etag, body FROM idempotency WHERE sender = ?1 AND key = ?2";
    private const string Update =
        "UPDATE idempotency SET status = ?3, content_type = ?4, location = ?5, etag = ?6, body = ?7 WHERE sender = ?1 AND key = ?2 AND status IS NULL";

    private const string Delete = "DELETE FROM idempotency WHERE sender = ?1 AND key = ?2 AND status IS NULL";

    public Task<IdempotencyClaim> ClaimAsync(IdempotencyKey key, byte[] request, TimeSpan retention, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => Claim(session, key, request, retention), cancellation);

    public Task CompleteAsync(IdempotencyKey key, KeptAnswer answer, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(
            session => session.Execute(Update, key.Sender, key.Text, (long)answer.Status, answer.ContentType, answer.Location, answer.ETag, answer.Body),
            cancellation);

    public Task ReleaseAsync(IdempotencyKey key, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => session.Execute(Delete, key.Sender, key.Text), cancellation);

    private IdempotencyClaim Claim(SqliteSession session, IdempotencyKey key, byte[] request, TimeSpan retention)
    {
        var now = time.GetUtcNow();
        session.Execute(DeleteIfOld, key.Sender, key.Text, now - retention);
        session.Execute(DeleteOld, now - retention);
        return session.Execute(Insert, key.Sender, key.Text, request, now) > 0
            ? new IdempotencyClaim.Granted()
            : Read(session, key, request);
    }

    private static IdempotencyClaim Read(SqliteSession session, IdempotencyKey key, byte[] request)
    {
        using var rows = session.Query(Select, key.Sender, key.Text);
        rows.Read();
        if (!rows.Blob(0).SequenceEqual(request)) return new IdempotencyClaim.OtherRequest();
        if (rows.IsNull(2)) return new IdempotencyClaim.Unfinished(rows.Time(1));
        return new IdempotencyClaim.Answered(new KeptAnswer
        {
            Status = rows.Int32(2),
            ContentType = rows.TextOrNull(3),
            Location = rows.TextOrNull(4),
            ETag = rows.TextOrNull(5),
            Body = rows.Blob(6).ToArray(),
        });
    }
}
