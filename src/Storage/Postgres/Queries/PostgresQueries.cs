using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Bots;
using MultiBot.Storage.Postgres.Conversations;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using MultiBot.Storage.Queries;

namespace MultiBot.Storage.Postgres.Queries;

/// <summary>Lists, page by page behind a key.</summary>
internal sealed class PostgresQueries(PostgresDatabase database) : IQueries
{
    private const string SelectTemplates =
        "SELECT name, json, revision, updated_at FROM templates WHERE $1 IS NULL OR name > $1 ORDER BY name LIMIT $2";

    private PostgresSessions Sessions => database.Open.Sessions;

    public Task<Page<BotListItem>> ListBotsAsync(BotQuery query, CancellationToken cancellation) => BotList.ListAsync(Sessions, query, cancellation);

    public Task<BotListItem?> FindBotAsync(BotId bot, CancellationToken cancellation) => BotList.FindAsync(Sessions, bot, cancellation);

    public async Task<Page<TemplateRecord>> ListTemplatesAsync(string? after, int limit, CancellationToken cancellation)
    {
        var found = await Sessions.OfAllAsync(
            rows => rows.ListAsync(TemplateRows.Read), cancellation, new SqlStatement(SelectTemplates, PageCursor.Read(after, "templates", 1)?[0], limit + 1L));
        return PageCursor.Page(found, limit, last => PageCursor.Make("templates", last.Name));
    }

    public Task<Page<ChatListItem>> ListChatsAsync(BotId bot, string? tag, string? after, int limit, CancellationToken cancellation) =>
        ChatList.ListAsync(Sessions, bot, tag, after, limit, cancellation);

    public Task<ChatListItem?> FindChatAsync(ChatKey key, CancellationToken cancellation) => ChatList.FindAsync(Sessions, key, cancellation);

    public async Task<StoredMemory> ReadMemoryAsync(ChatKey key, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await Sessions.OfBotAsync(key.Bot, rows => MemoryRows.FindAsync(rows, key.Bot, database.Open.Codec), cancellation, MemoryRows.Select(key, database.Open.People));
    }

    public async Task<StoredContact> ReadContactAsync(ChatKey key, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await Sessions.ViewOfBotAsync(
            key.Bot, rows => MemoryRows.FindContactAsync(rows, key.Bot, database.Open.Codec), cancellation, MemoryRows.SelectContact(key, database.Open.People));
    }

    public async Task<IReadOnlyDictionary<ChatId, StoredContact>> ReadContactsAsync(BotId bot, IReadOnlyCollection<ChatId> chats, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(bot, cancellation);
        return await Sessions.OfBotAsync(bot, rows => MemoryRows.ListContactsAsync(rows, bot, database.Open.Codec), cancellation, MemoryRows.SelectContacts(bot, chats));
    }

    public async Task<Page<MessageItem>> ListMessagesAsync(ChatKey key, string? after, int limit, bool newestFirst, CancellationToken cancellation) =>
        await (await MessagesOfAsync(key.Bot, cancellation)).ListAsync(key, after, limit, newestFirst, cancellation);

    public async Task<MessageItem?> FindMessageAsync(ChatKey key, long messageId, CancellationToken cancellation) =>
        await (await MessagesOfAsync(key.Bot, cancellation)).FindAsync(key, messageId, cancellation);

    public async Task<Page<ParkedItem>> ListParkedAsync(BotId bot, string? after, int limit, CancellationToken cancellation) =>
        await (await MessagesOfAsync(bot, cancellation)).ListParkedAsync(bot, after, limit, cancellation);

    public async Task<ParkedItem?> FindParkedAsync(BotId bot, long messageId, CancellationToken cancellation) =>
        await (await MessagesOfAsync(bot, cancellation)).FindParkedAsync(bot, messageId, cancellation);

    public async Task<IReadOnlyList<BotHour>> ReadFiguresAsync(BotId bot, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        await Sessions.OfBotAsync(bot, rows => rows.ListAsync(FigureRows.Read), cancellation, new SqlStatement(FigureRows.Select, bot, from, to));

    public async Task<Page<HeldMessage>> ListHeldAsync(ChatKey key, string? after, int limit, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await HeldList.ReadAsync(Sessions, database.Open.Codec, key, after, limit, cancellation);
    }

    public async Task<Page<DecisionItem>> ListDecisionsAsync(BotId bot, ChatId? chat, string? after, int limit, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(bot, cancellation);
        return await DecisionList.ListAsync(Sessions, database.Open.Codec, bot, chat, after, limit, cancellation);
    }

    public async Task<DecisionItem?> FindDecisionAsync(ChatKey key, MessageItem message, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await DecisionList.FindAsync(Sessions, database.Open.Codec, key, message, cancellation);
    }

    public async Task<string?> FindPromptAsync(ChatKey key, long turn, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await DecisionList.FindPromptAsync(Sessions, database.Open.Codec, key, turn, cancellation);
    }

    public async Task<Page<DraftItem>> ListDraftsAsync(ChatKey key, string? after, int limit, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await DraftRows.ListAsync(Sessions, database.Open.Codec, key, after, limit, cancellation);
    }

    public async Task<Page<PlannedChat>> ListPlansAsync(BotId bot, string? after, int limit, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(bot, cancellation);
        return await PlanList.ListAsync(Sessions, database.Open.Codec, bot, after, limit, cancellation);
    }

    public async Task<PendingAction?> FindPlanAsync(ChatKey key, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await PlanList.FindAsync(Sessions, database.Open.Codec, key, cancellation);
    }

    private async Task<MessageList> MessagesOfAsync(BotId bot, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(bot, cancellation);
        return new MessageList(Sessions, database.Open.Codec);
    }
}
