using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Sqlite.Conversations;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Privacy;

internal sealed class SqliteErasureRows(OpenDatabase open, int chunk, TimeProvider clock) : IErasureRows
{
    private const string Columns = "SELECT person, erased_at, version, turn, profile_revision, last_source FROM erasures";
    private const string SelectOne = $"{Columns} WHERE person = ?1";

    private const string SelectChats =
        "SELECT bot_id, chat_id FROM chats UNION SELECT bot_id, chat_id FROM user_profiles UNION SELECT bot_id, chat_id FROM conversations";

    private const string Raise =
        """
        INSERT INTO erasures (person, erased_at, version, turn, profile_revision, last_source, slice_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT DO UPDATE SET erased_at = excluded.erased_at, version = MAX(version, excluded.version), turn = MAX(turn, excluded.turn),
            profile_revision = MAX(profile_revision, excluded.profile_revision), last_source = MAX(last_source, excluded.last_source)
        """;

    public Task<List<ErasureNote>> ListAsync(CancellationToken cancellation) => open.Readers.ReadAsync(session => Read(session.Query(Columns)), cancellation);

    public Task<ErasureNote?> FindAsync(byte[] person, CancellationToken cancellation) =>
        open.Readers.ReadAsync(session => Read(session.Query(SelectOne, person)).FirstOrDefault(), cancellation);

    public Task<List<ChatKey>> ListChatsAsync(CancellationToken cancellation) => open.Readers.ReadAsync(
        session =>
        {
            var chats = new List<ChatKey>();
            using var rows = session.Query(SelectChats);
            while (rows.Read()) chats.Add(new ChatKey(BotId.Parse(rows.Text(0)), rows.Chat(1)));
            return chats;
        },
        cancellation);

    public async Task EraseAsync(ChatKey chat, ErasureNote note, CancellationToken cancellation)
    {
        var slice = new EraseSlice { Bot = chat.Bot, Epoch = 0, Chat = chat.Chat, Id = Guid.NewGuid() };
        while (await open.Writer.RunAsync(session => EraseSome(session, slice, note), cancellation)) cancellation.ThrowIfCancellationRequested();
    }

    public Task RestoreAsync(ErasureNote note, CancellationToken cancellation) => open.Writer.RunAsync(session => RaiseTo(session, note), cancellation);

    private bool EraseSome(SqliteSession session, EraseSlice slice, ErasureNote note)
    {
        var scope = new SliceScope(session, open.Codec, open.People, slice, clock.Micros(), sealMessages: false) { EraseChunk = chunk };
        var rest = EraseStep.Apply(scope, slice) is SliceAnswer<Erased>.Accepted { Result.Rest: true };
        scope.SaveCounters();
        RaiseTo(session, note);
        return rest;
    }

    private static int RaiseTo(SqliteSession session, ErasureNote note) => session.Execute(
        Raise, note.Person, note.ErasedAt, note.Version, note.Turn, note.ProfileRevision, note.LastSource, Guid.NewGuid().ToByteArray());

    private static List<ErasureNote> Read(SqlRows found)
    {
        var notes = new List<ErasureNote>();
        using var rows = found;
        while (rows.Read())
        {
            notes.Add(new ErasureNote
            {
                Person = rows.Blob(0).ToArray(),
                ErasedAt = rows.Int64(1),
                Version = rows.Int64(2),
                Turn = rows.Int64(3),
                ProfileRevision = rows.Int64(4),
                LastSource = rows.Int64(5),
            });
        }

        return notes;
    }
}
