using System.Text.Json.Nodes;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Privacy;
using Npgsql;

namespace MultiBot.Storage.Postgres.Privacy;

internal sealed class PostgresErasureRows(PostgresSessions sessions, int chunk) : IErasureRows
{
    private const string Columns = "SELECT person, micros_of.erased_at, version, turn, profile_revision, last_source FROM erasures e, LATERAL (SELECT (extract(epoch FROM e.erased_at) * 1000000)::bigint AS erased_at) micros_of";
    private const string SelectOne = $"{Columns} WHERE person = $1";
    private const string SelectChats = "SELECT bot, chat FROM person_keys()";
    private const string Repeat = "SELECT repeat_erasure($1, $2)";

    private const string Raise =
        """
        INSERT INTO erasures AS e (person, erased_at, version, turn, profile_revision, last_source, slice_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (person) DO UPDATE SET erased_at = excluded.erased_at, version = GREATEST(e.version, excluded.version),
            turn = GREATEST(e.turn, excluded.turn), profile_revision = GREATEST(e.profile_revision, excluded.profile_revision),
            last_source = GREATEST(e.last_source, excluded.last_source)
        """;

    public Task<List<ErasureNote>> ListAsync(CancellationToken cancellation) => sessions.OfAllAsync(rows => rows.ListAsync(Read), cancellation, new SqlStatement(Columns));

    public Task<ErasureNote?> FindAsync(byte[] person, CancellationToken cancellation) =>
        sessions.OfAllAsync(rows => rows.FindAsync(Read), cancellation, new SqlStatement(SelectOne, person));

    public Task<List<ChatKey>> ListChatsAsync(CancellationToken cancellation) => sessions.OfAllAsync(
        rows => rows.ListAsync(row => new ChatKey(BotId.Parse(row.GetString(0)), row.Chat(1))), cancellation, new SqlStatement(SelectChats));

    public async Task EraseAsync(ChatKey chat, ErasureNote note, CancellationToken cancellation)
    {
        var slice = new JsonObject
        {
            ["chat"] = chat.Chat.Value, ["id"] = Guid.NewGuid(), ["person"] = note.Key, ["most"] = chunk,
            ["tables"] = new JsonArray([.. PersonTables.Erased.Select(table => (JsonNode)table)]),
        }.ToJsonString();
        bool rest;
        do
        {
            rest = await sessions.OfAllAsync(
                rows => rows.FindAsync(row => row.GetBoolean(0)), cancellation, new SqlStatement(Repeat, chat.Bot, SqlArgument.Jsonb(slice)));
        }
        while (rest);
        await RestoreAsync(note, cancellation);
    }

    public Task RestoreAsync(ErasureNote note, CancellationToken cancellation) => sessions.ExecuteAsync(
        null, cancellation, new SqlStatement(
            Raise, note.Person, StoreTime.FromMicros(note.ErasedAt), note.Version, note.Turn, note.ProfileRevision, note.LastSource, Guid.NewGuid()));

    private static ErasureNote Read(NpgsqlDataReader row) => new()
    {
        Person = row.Bytes(0),
        ErasedAt = row.GetInt64(1),
        Version = row.GetInt64(2),
        Turn = row.GetInt64(3),
        ProfileRevision = row.GetInt64(4),
        LastSource = row.GetInt64(5),
    };
}
