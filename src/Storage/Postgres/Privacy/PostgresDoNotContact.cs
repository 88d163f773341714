using MultiBot.Domain.Chats;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Queries;
using Npgsql;

namespace MultiBot.Storage.Postgres.Privacy;

internal sealed class PostgresDoNotContact(PostgresDatabase database) : IDoNotContact
{
    private const string Columns = "person, note, created_at, expires_at";
    private const string SelectOne = $"SELECT {Columns} FROM do_not_contact WHERE person = $1";
    private const string SelectMany = $"SELECT {Columns} FROM do_not_contact WHERE $1 IS NULL OR person > $1 ORDER BY person LIMIT $2";

    private const string Upsert =
        $"""
        INSERT INTO do_not_contact ({Columns}) SELECT $1, $2, now_at, $3 FROM clock() now_at
        ON CONFLICT (person) DO UPDATE SET note = excluded.note, expires_at = excluded.expires_at RETURNING {Columns}
        """;

    private const string Delete = "DELETE FROM do_not_contact WHERE person = $1";

    private PostgresSessions Sessions => database.Open.Sessions;

    public string IdOf(ChatId person) => DoNotContactId.Of(database.Open.People, person);

    public async Task<DoNotContactEntry> PutAsync(ChatId person, string? note, DateTimeOffset? expiresAt, CancellationToken cancellation)
    {
        var hash = database.Open.People.Of(person);
        var statement = new SqlStatement(Upsert, hash, SealedNote.Seal(database.Open.Master, hash, note), expiresAt);
        return (await Sessions.OfAllAsync(rows => rows.FindAsync(Read), cancellation, statement))!;
    }

    public Task<DoNotContactEntry?> FindAsync(string id, CancellationToken cancellation) => DoNotContactId.Read(id) is not { } hash
        ? Task.FromResult<DoNotContactEntry?>(null)
        : Sessions.OfAllAsync(rows => rows.FindAsync(Read), cancellation, new SqlStatement(SelectOne, hash));

    public async Task<bool> RemoveAsync(string id, CancellationToken cancellation) =>
        DoNotContactId.Read(id) is { } hash && await Sessions.ExecuteAsync(null, cancellation, new SqlStatement(Delete, hash)) > 0;

    public async Task<Page<DoNotContactEntry>> ListAsync(string? after, int limit, CancellationToken cancellation)
    {
        var statement = new SqlStatement(SelectMany, DoNotContactId.ReadCursor(after), limit + 1L);
        return PageCursor.Page(await Sessions.OfAllAsync(rows => rows.ListAsync(Read), cancellation, statement), limit, DoNotContactId.Cursor);
    }

    private DoNotContactEntry Read(NpgsqlDataReader row)
    {
        var hash = row.Bytes(0);
        return new DoNotContactEntry
        {
            Id = DoNotContactId.Of(hash),
            Note = row.IsDBNull(1) ? null : SealedNote.Open(database.Open.Master, hash, row.Bytes(1)),
            CreatedAt = row.Time(2),
            ExpiresAt = row.TimeOrNull(3),
        };
    }
}
