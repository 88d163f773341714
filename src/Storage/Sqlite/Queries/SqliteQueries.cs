using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Queries;
using MultiBot.Storage.Sqlite.Bots;
using MultiBot.Storage.Sqlite.Conversations;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Queries;

/// <summary>Lists, page by page behind a key.</summary>
internal sealed class SqliteQueries(SqliteDatabase database, TimeProvider clock) : IQueries
{
    private const string SelectTemplates =
        "SELECT name, json, revision, updated_at FROM templates WHERE ?1 IS NULL OR name > ?1 ORDER BY name LIMIT ?2";

    public Task<Page<BotListItem>> ListBotsAsync(BotQuery query, CancellationToken cancellation) =>
        ReadAsync(session => BotList.List(session, query), cancellation);

    public Task<BotListItem?> FindBotAsync(BotId bot, CancellationToken cancellation) =>
        ReadAsync(session => BotList.Find(session, bot), cancellation);

    public Task<Page<TemplateRecord>> ListTemplatesAsync(string? after, int limit, CancellationToken cancellation) =>
        ReadAsync(session => ListTemplates(session, after, limit), cancellation);

    public Task<Page<ChatListItem>> ListChatsAsync(BotId bot, string? tag, string? after, int limit, CancellationToken cancellation) =>
        ReadAsync(session => ChatList.List(session, bot, tag, after, limit), cancellation);

    public Task<ChatListItem?> FindChatAsync(ChatKey key, CancellationToken cancellation) =>
        ReadAsync(session => ChatList.Find(session, key), cancellation);

    public Task<StoredMemory> ReadMemoryAsync(ChatKey key, CancellationToken cancellation) =>
        ReadAsync(session => MemoryRows.Read(session, key, database.Open.Codec, database.Open.People), cancellation);

    public Task<StoredContact> ReadContactAsync(ChatKey key, CancellationToken cancellation) =>
        ReadAsync(session => MemoryRows.ReadContact(session, key, database.Open.Codec, database.Open.People), cancellation);

    public Task<IReadOnlyDictionary<ChatId, StoredContact>> ReadContactsAsync(BotId bot, IReadOnlyCollection<ChatId> chats, CancellationToken cancellation) =>
        ReadAsync<IReadOnlyDictionary<ChatId, StoredContact>>(session => MemoryRows.ReadContacts(session, bot, chats, database.Open.Codec), cancellation);

    public Task<Page<MessageItem>> ListMessagesAsync(ChatKey key, string? after, int limit, bool newestFirst, CancellationToken cancellation) =>
        ReadAsync(session => Messages.List(session, key, after, limit, newestFirst), cancellation);

    public Task<MessageItem?> FindMessageAsync(ChatKey key, long messageId, CancellationToken cancellation) =>
        ReadAsync(session => Messages.Find(session, key, messageId), cancellation);

    public Task<Page<ParkedItem>> ListParkedAsync(BotId bot, string? after, int limit, CancellationToken cancellation) =>
        ReadAsync(session => Messages.ListParked(session, bot, after, limit), cancellation);

    public Task<ParkedItem?> FindParkedAsync(BotId bot, long messageId, CancellationToken cancellation) =>
        ReadAsync(session => Messages.FindParked(session, bot, messageId), cancellation);

    public Task<IReadOnlyList<BotHour>> ReadFiguresAsync(BotId bot, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        ReadAsync<IReadOnlyList<BotHour>>(session => FigureRows.Read(session, bot, from, to), cancellation);

    public Task<Page<HeldMessage>> ListHeldAsync(ChatKey key, string? after, int limit, CancellationToken cancellation) =>
        ReadAsync(session => HeldList.Read(session, database.Open.Codec, key, after, limit), cancellation);

    public Task<Page<DecisionItem>> ListDecisionsAsync(BotId bot, ChatId? chat, string? after, int limit, CancellationToken cancellation) =>
        ReadAsync(session => DecisionList.List(session, database.Open.Codec, bot, chat, after, limit), cancellation);

    public Task<DecisionItem?> FindDecisionAsync(ChatKey key, MessageItem message, CancellationToken cancellation) =>
        ReadAsync(session => DecisionList.Find(session, database.Open.Codec, key, message), cancellation);

    public Task<string?> FindPromptAsync(ChatKey key, long turn, CancellationToken cancellation) =>
        ReadAsync(session => DecisionList.FindPrompt(session, database.Open.Codec, key, turn), cancellation);

    public Task<Page<DraftItem>> ListDraftsAsync(ChatKey key, string? after, int limit, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return ReadAsync(session => DraftRows.List(session, database.Open.Codec, key, after, limit, now), cancellation);
    }

    public Task<Page<PlannedChat>> ListPlansAsync(BotId bot, string? after, int limit, CancellationToken cancellation) =>
        ReadAsync(session => PlanList.List(session, database.Open.Codec, database.Open.People, bot, after, limit), cancellation);

    public Task<PendingAction?> FindPlanAsync(ChatKey key, CancellationToken cancellation) =>
        ReadAsync(session => InitiativeRows.Read(session, key, database.Open.Codec).Pending, cancellation);

    private MessageList Messages => new(database.Open.Codec);

    private Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellation) =>
        database.Open.Readers.ReadAsync(read, cancellation);

    private static Page<TemplateRecord> ListTemplates(SqliteSession session, string? after, int limit)
    {
        var found = new List<TemplateRecord>();
        using var rows = session.Query(SelectTemplates, PageCursor.Read(after, "templates", 1)?[0], limit + 1);
        while (rows.Read()) found.Add(TemplateRows.Read(rows));
        return PageCursor.Page(found, limit, last => PageCursor.Make("templates", last.Name));
    }
}
