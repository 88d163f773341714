using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Privacy;
using Npgsql;

namespace MultiBot.Storage.Postgres.Conversations;

/// <summary>Reads whole chats: three statements each, one round trip, one view.</summary>
internal sealed class ChatReader(PostgresSessions sessions, MessageCodec codec, PersonHashes people)
{
    private const int PersonColumns = 4;
    private const int ChatColumns = PersonColumns + 18;

    // One row, whoever writes. What is left of an erased one, and whether nobody may write to the person: looked up by hashes, in tables that know no
    // bot. Then the chat, null as long as there is none. Kind 0: answered, by the index of the chat's decisions, the newest first;
    // in a group with what tells whom each answered.
    private const string SelectChat =
        $"""
        SELECT e.version, e.turn, e.profile_revision, d.person IS NOT NULL,
            c.version, c.turn, c.mode, c.answered_up_to, c.disclosed, COALESCE(n.name, c.contact_name), c.language, c.message_count, n.name IS NOT NULL,
            ARRAY(SELECT at FROM (SELECT id, at FROM decisions WHERE bot_id = $1 AND chat_id = $2 AND kind = 0 ORDER BY id DESC LIMIT $5) a ORDER BY id),
            CASE WHEN $2 < 0 THEN
                ARRAY(SELECT inputs::text FROM (SELECT id, inputs FROM decisions WHERE bot_id = $1 AND chat_id = $2 AND kind = 0 ORDER BY id DESC LIMIT $5) a ORDER BY id)
            END,
            p.approval, {DraftRows.Waiting}, c.human_until, {MemoryRows.Columns}, {InitiativeRows.Columns}
        FROM (SELECT 1) always
        LEFT JOIN erasures e ON e.person = $3
        LEFT JOIN do_not_contact d ON d.person = $4 AND (d.expires_at IS NULL OR d.expires_at > clock())
        LEFT JOIN chats c ON c.bot_id = $1 AND c.chat_id = $2
        LEFT JOIN contact_names n ON n.bot_id = c.bot_id AND n.chat_id = c.chat_id {MemoryRows.Join} {InitiativeRows.Joins} {DraftRows.Join}
        """;

    private const string InboxColumns =
        "m.id, m.source_id, COALESCE(e.kind, m.kind), COALESCE(e.message_data, m.message_data), m.at, m.stored_at, m.state";

    private const string LatestEdit = "LEFT JOIN conversations e ON e.bot_id = m.bot_id AND e.chat_id = m.chat_id AND e.id = m.edit_id";

    private const string SelectWaiting =
        $"""
        SELECT 0 AS settled, {InboxColumns}, m.author
        FROM chats c JOIN conversations m ON m.bot_id = c.bot_id AND m.chat_id = c.chat_id AND m.id > c.answered_up_to {LatestEdit}
        WHERE c.bot_id = $1 AND c.chat_id = $2 AND c.last_in_id > c.answered_up_to AND m.direction = 0 AND m.entry = 0 AND NOT m.deleted AND m.state IN (0, 1)
        UNION ALL
        SELECT 0, {InboxColumns}, m.author
        FROM parked_messages p JOIN conversations m ON m.bot_id = p.bot_id AND m.chat_id = p.chat_id AND m.id = p.message_id {LatestEdit}
        WHERE p.bot_id = $1 AND p.chat_id = $2 AND m.state = 6 AND NOT m.deleted
        """;

    private const string SelectOpen =
        """
        SELECT m.id, m.turn, m.part, m.message_data, m.author, m.state, m.attempt, m.claim_epoch, m.claimed_at, m.not_before, m.uncertain
        FROM chats c JOIN conversations m ON m.bot_id = c.bot_id AND m.chat_id = c.chat_id AND m.turn >= c.open_turn
        WHERE c.bot_id = $1 AND c.chat_id = $2 AND c.open_out > 0 AND m.direction = 1 AND m.state IN (0, 1) ORDER BY m.turn, m.part
        """;

    // Settled: ours when it may have arrived, but for notices; theirs, but for commands, unless it still waits (state 6, or above the watermark without a state of its own),
    // and in a group unless it was ignored for a reason.
    private const string SelectSettled =
        $"""
        SELECT 1 AS settled, {InboxColumns}, m.author
        FROM chats c JOIN conversations m ON m.bot_id = c.bot_id AND m.chat_id = c.chat_id {LatestEdit}
        WHERE c.bot_id = $1 AND c.chat_id = $2 AND m.bot_id = $1 AND m.chat_id = $2 AND m.entry = 0 AND NOT m.deleted
            AND ((m.direction = 1 AND m.state IN (2, 3) AND m.author NOT IN (3, 5)) OR (m.direction = 0 AND m.author <> 4 AND m.state <> 6 AND (m.state > 1 OR m.id <= c.answered_up_to)
                AND (m.chat_id > 0 OR m.state <> 3 OR m.code IS NULL)))
        """;

    private const string SelectTalk = $"{SelectWaiting} UNION ALL ({SelectSettled} ORDER BY m.id DESC LIMIT $3) ORDER BY settled, id";
    private const string SelectLines = $"{SelectSettled} AND m.id > $4 ORDER BY m.id LIMIT $3";

    private const string SelectVersions =
        $"""
        SELECT e.message_data, m.message_data FROM conversations m {LatestEdit}
        WHERE m.bot_id = $1 AND m.source_id = $3 AND m.chat_id = $2 AND m.entry = 0 AND m.direction = 0
        """;

    private const string SelectModes = "SELECT c.chat_id, c.mode FROM chats c WHERE c.bot_id = $1 AND c.chat_id = ANY ($2)";

    private const string SelectListed =
        """
        SELECT encode(d.person, 'hex') FROM do_not_contact d
        WHERE d.person IN (SELECT decode(p, 'hex') FROM unnest($1) p) AND (d.expires_at IS NULL OR d.expires_at > clock())
        """;

    private const string SelectMoves = "SELECT group_id, place FROM group_moves WHERE bot_id = $1 ORDER BY group_id";

    public async Task<IReadOnlyList<ChatId>> UnwelcomeAsync(BotId bot, IReadOnlyCollection<ChatId> among, CancellationToken cancellation)
    {
        long[] chats = [.. among.Select(chat => chat.Value)];
        var persons = among.ToDictionary(chat => Convert.ToHexStringLower(people.Of(chat)));
        return await sessions.OfBotAsync(
            bot,
            async rows =>
            {
                var modes = await rows.ListAsync(row => (Chat: row.Chat(0), Mode: (ChatMode)row.GetInt16(1)));
                await rows.NextResultAsync(cancellation);
                var listed = await rows.ListAsync(row => persons[row.GetString(0)]);
                return (IReadOnlyList<ChatId>)[.. modes.Where(one => one.Mode is ChatMode.OptedOut).Select(one => one.Chat).Union(listed)];
            },
            cancellation,
            new SqlStatement(SelectModes, bot, chats),
            new SqlStatement(SelectListed, (string[])[.. persons.Keys]));
    }

    public async Task<IReadOnlyList<GroupMoved>> MovesAsync(BotId bot, CancellationToken cancellation) => await sessions.OfBotAsync(
        bot, rows => rows.ListAsync(row => new GroupMoved { Chat = row.Chat(0), To = row.Chat(1) }), cancellation, new SqlStatement(SelectMoves, bot));

    /// <summary>The chats in the order in which they are asked for.</summary>
    public Task<List<ChatSnapshot>> LoadAsync(IReadOnlyList<ChatQuestion> asked, CancellationToken cancellation) =>
        sessions.ViewOfBotsAsync([.. asked.Select(View)], (place, rows) => ReadAsync(rows, asked[place].Key), cancellation);

    /// <summary>What was heard in a message, as it is shown or as it came.</summary>
    public Task<string?> TranscriptAsync(ChatKey key, long sourceId, CancellationToken cancellation) => sessions.OfBotAsync(
        key.Bot,
        rows => rows.FindAsync(row => (row.IsDBNull(0) ? null : TranscriptIn(row.Bytes(0), key.Bot)) ?? TranscriptIn(row.Bytes(1), key.Bot)),
        cancellation,
        new SqlStatement(SelectVersions, key.Bot, key.Chat, sourceId));

    public Task<SettledLines> LinesAsync(ChatKey key, long after, int limit, CancellationToken cancellation) => sessions.OfBotAsync(
        key.Bot,
        async rows =>
        {
            var lines = await rows.ListAsync(row => (Line: ReadLine(row, key.Bot), Id: row.GetInt64(1)));
            return new SettledLines([.. lines.Select(line => line.Line)], lines is [.., var last] ? last.Id : after);
        },
        cancellation,
        new SqlStatement(SelectLines, key.Bot, key.Chat, (long)limit, after));

    private (BotId Bot, SqlStatement[] Statements) View(ChatQuestion asked)
    {
        var key = asked.Key;
        return (key.Bot,
        [
            new(SelectChat, key.Bot, key.Chat, people.Of(key), people.Of(key.Chat), asked.Replies),
            new(SelectTalk, key.Bot, key.Chat, asked.History),
            new(SelectOpen, key.Bot, key.Chat),
        ]);
    }

    private async Task<ChatSnapshot> ReadAsync(NpgsqlDataReader rows, ChatKey key)
    {
        var chat = (await rows.FindAsync(row => row.IsDBNull(PersonColumns) ? ReadPerson(row, key) : ReadChat(row, ReadPerson(row, key))))!;
        await rows.NextResultAsync();
        var (unanswered, history) = await ReadTalkAsync(rows, key.Bot);
        await rows.NextResultAsync();
        return chat with { Unanswered = unanswered, History = history, Open = await rows.ListAsync(row => ReadOutbox(row, key.Bot)) };
    }

    private static ReplyMoment[] RepliesIn(IReadOnlyList<DateTimeOffset> times, string[]? inputs) => inputs is null
        ? [.. times.Select(at => new ReplyMoment(at))]
        : [.. times.Zip(inputs, DecisionJson.RepliesOf).SelectMany(replies => replies)];

    private async Task<(List<InboxMessage> Unanswered, List<HistoryEntry> History)> ReadTalkAsync(NpgsqlDataReader rows, BotId bot)
    {
        var (unanswered, history) = (new List<InboxMessage>(), new List<HistoryEntry>());
        while (await rows.ReadAsync())
        {
            if (rows.GetInt32(0) == 0) unanswered.Add(ReadInbox(rows, bot));
            else history.Add(ReadLine(rows, bot));
        }

        return (unanswered, history);
    }

    /// <summary>The chat as it is as long as the person has not written, or not again.</summary>
    private static ChatSnapshot ReadPerson(NpgsqlDataReader row, ChatKey key) => new()
    {
        Key = key,
        Version = row.Int64OrNull(0) ?? 0,
        Turn = row.Int64OrNull(1) ?? 0,
        Erased = !row.IsDBNull(0),
        DoNotContact = row.GetBoolean(3),
        Memory = StoredMemory.None with { Revision = row.Int64OrNull(2) ?? 0 },
    };

    private ChatSnapshot ReadChat(NpgsqlDataReader row, ChatSnapshot nobody) => nobody with
    {
        Erased = false,
        Version = row.GetInt64(PersonColumns),
        Turn = row.GetInt64(PersonColumns + 1),
        Mode = (ChatMode)row.GetInt16(PersonColumns + 2),
        AnsweredUpTo = row.GetInt64(PersonColumns + 3),
        Disclosed = row.GetBoolean(PersonColumns + 4),
        ContactName = row.TextOrNull(PersonColumns + 5),
        LanguageCode = row.TextOrNull(PersonColumns + 6),
        MessageCount = row.GetInt64(PersonColumns + 7),
        NameIsGiven = row.GetBoolean(PersonColumns + 8),
        Replies = RepliesIn(row.Times(PersonColumns + 9), row.TextsOrNull(PersonColumns + 10)),
        Approval = row.IsDBNull(PersonColumns + 11) ? null : row.GetBoolean(PersonColumns + 11),
        Draft = DraftRows.ReadWaiting(row, PersonColumns + 12),
        HumanUntil = row.TimeOrNull(ChatColumns - 1),
        Memory = MemoryRows.Read(row, ChatColumns, nobody.Key.Bot, codec) ?? nobody.Memory,
        Initiative = InitiativeRows.Read(row, ChatColumns + MemoryRows.ColumnCount, nobody.Key.Bot, codec),
    };

    private InboxMessage ReadInbox(NpgsqlDataReader row, BotId bot)
    {
        var (text, details) = codec.Read(bot, row.Bytes(4));
        return new InboxMessage
        {
            Id = row.GetInt64(1),
            SourceId = row.GetInt64(2),
            Kind = (MessageKind)row.GetInt16(3),
            Text = text,
            At = row.Time(5),
            StoredAt = row.Time(6),
            Requeued = (InboxState)row.GetInt16(7) is InboxState.Requeued,
            Details = details,
            Command = (Author)row.GetInt16(8) is Author.Admin,
        };
    }

    private OutboxRow ReadOutbox(NpgsqlDataReader row, BotId bot)
    {
        var (text, entities, replyTo) = codec.ReadFormatted(bot, row.Bytes(3));
        return new OutboxRow
        {
            Id = row.GetInt64(0),
            Turn = row.GetInt64(1),
            Part = row.GetInt32(2),
            Text = text,
            Entities = entities,
            ReplyTo = replyTo,
            By = (Author)row.GetInt16(4),
            State = (OutboxState)row.GetInt16(5),
            Attempt = row.GetInt32(6),
            Epoch = row.GetInt64(7),
            ClaimedAt = row.TimeOrNull(8),
            NotBefore = row.TimeOrNull(9),
            Uncertain = row.GetBoolean(10),
        };
    }

    private string? TranscriptIn(byte[] data, BotId bot) => codec.Read(bot, data).Details?.Transcript;

    private HistoryEntry ReadLine(NpgsqlDataReader row, BotId bot)
    {
        var (text, details) = codec.Read(bot, row.Bytes(4));
        return new HistoryEntry { By = (Author)row.GetInt16(8), Kind = (MessageKind)row.GetInt16(3), Text = text, At = row.Time(5), Details = details };
    }
}
