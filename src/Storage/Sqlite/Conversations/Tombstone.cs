using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>What is left of an erased person: when, and where counting goes on should they come back.</summary>
internal sealed record Tombstone
{
    private const string Columns = "erased_at, version, turn, profile_revision, last_source, slice_id, rest_bot IS NOT NULL";
    private const string Select = $"SELECT {Columns} FROM erasures WHERE person = ?1";

    private const string Upsert =
        """
        INSERT INTO erasures (person, erased_at, version, turn, profile_revision, last_source, slice_id, rest_bot, rest_chat)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT DO UPDATE SET erased_at = excluded.erased_at, version = excluded.version, turn = excluded.turn,
            profile_revision = excluded.profile_revision, last_source = excluded.last_source, slice_id = excluded.slice_id,
            rest_bot = excluded.rest_bot, rest_chat = excluded.rest_chat
        """;

    private const string NoRest = "UPDATE erasures SET rest_bot = NULL, rest_chat = NULL WHERE person = ?1";

    public required byte[] Person { get; init; }

    /// <summary>Whole seconds.</summary>
    public required long ErasedAt { get; init; }
    public required long Version { get; init; }
    public required long Turn { get; init; }
    public required long ProfileRevision { get; init; }

    /// <summary>Telegram's id of the last message there was.</summary>
    public required long LastSource { get; init; }
    public required Guid Slice { get; init; }
    public bool HasRest { get; init; }

    public static Tombstone? Find(SqliteSession session, byte[] person)
    {
        using var rows = session.Query(Select, person);
        return !rows.Read() ? null : new Tombstone
        {
            Person = person,
            ErasedAt = rows.Int64(0),
            Version = rows.Int64(1),
            Turn = rows.Int64(2),
            ProfileRevision = rows.Int64(3),
            LastSource = rows.Int64(4),
            Slice = new Guid(rows.Blob(5)),
            HasRest = rows.Flag(6),
        };
    }

    /// <summary>A message from before. Telegram's dates are whole seconds: of the erasure's own second only what was seen is certainly from before.</summary>
    public bool Covers(DateTimeOffset written, long sourceId)
    {
        var at = written.ToMicros();
        return at < ErasedAt || (at < ErasedAt + StoreTime.Second && sourceId <= LastSource);
    }

    public void Save(SqliteSession session, Domain.Chats.ChatKey rest) => session.Execute(
        Upsert, Person, ErasedAt, Version, Turn, ProfileRevision, LastSource, Slice.ToByteArray(), rest.Bot, rest.Chat);

    public void SaveNoRest(SqliteSession session) => session.Execute(NoRest, Person);
}
