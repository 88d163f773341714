using MultiBot.Domain.Chats;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Queries;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Privacy;

internal sealed class SqliteDoNotContact(SqliteDatabase database, TimeProvider clock) : IDoNotContact
{
    private const string Columns = "SELECT person, note, created_at, expires_at FROM do_not_contact";
    private const string SelectOne = $"{Columns} WHERE person = ?1";
    private const string SelectMany = $"{Columns} WHERE ?1 IS NULL OR person > ?1 ORDER BY person LIMIT ?2";

    private const string Upsert =
        """
        INSERT INTO do_not_contact (person, note, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET note = excluded.note, expires_at = excluded.expires_at
        """;

    private const string Delete = "DELETE FROM do_not_contact WHERE person = ?1";

    public string IdOf(ChatId person) => DoNotContactId.Of(database.Open.People, person);

    public Task<DoNotContactEntry> PutAsync(ChatId person, string? note, DateTimeOffset? expiresAt, CancellationToken cancellation)
    {
        var hash = database.Open.People.Of(person);
        var sealedNote = SealedNote.Seal(database.Open.Master, hash, note);
        return database.Open.Writer.RunAsync(
            session =>
            {
                session.Execute(Upsert, hash, sealedNote, clock.Micros(), expiresAt);
                return Read(session.Query(SelectOne, hash)).Single();
            },
            cancellation);
    }

    public Task<DoNotContactEntry?> FindAsync(string id, CancellationToken cancellation) => DoNotContactId.Read(id) is not { } hash
        ? Task.FromResult<DoNotContactEntry?>(null)
        : database.Open.Readers.ReadAsync(session => Read(session.Query(SelectOne, hash)).FirstOrDefault(), cancellation);

    public Task<bool> RemoveAsync(string id, CancellationToken cancellation) => DoNotContactId.Read(id) is not { } hash
        ? Task.FromResult(false)
        : database.Open.Writer.RunAsync(session => session.Execute(Delete, hash) > 0, cancellation);

    public Task<Page<DoNotContactEntry>> ListAsync(string? after, int limit, CancellationToken cancellation)
    {
        var from = DoNotContactId.ReadCursor(after);
        return database.Open.Readers.ReadAsync(
            session => PageCursor.Page(Read(session.Query(SelectMany, from, limit + 1)), limit, DoNotContactId.Cursor), cancellation);
    }

    private List<DoNotContactEntry> Read(SqlRows found)
    {
        var entries = new List<DoNotContactEntry>();
        using var rows = found;
        while (rows.Read())
        {
            var hash = rows.Blob(0).ToArray();
            entries.Add(new DoNotContactEntry
            {
                Id = DoNotContactId.Of(hash),
                Note = rows.IsNull(1) ? null : SealedNote.Open(database.Open.Master, hash, rows.Blob(1)),
                CreatedAt = rows.Time(2),
                ExpiresAt = rows.TimeOrNull(3),
            });
        }

        return entries;
    }
}
