using Microsoft.Extensions.Options;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Conversations;

internal sealed class SqliteConversationStore(SqliteDatabase database, IOptions<StorageOptions> options, TimeProvider clock) : IConversationStore
{
    public Task<SliceAnswer<TResult>> CommitAsync<TResult>(Slice<TResult> slice, CancellationToken cancellation)
        where TResult : class
    {
        var dispatcher = new SliceDispatcher(database.Open.Codec, database.Open.People, options.Value.EraseChunk, clock);
        var committed = database.Open.Writer.RunAsync(session => dispatcher.Apply(session, slice), cancellation);
        return slice is EraseSlice erase ? database.Erasures.NotedAsync(erase, committed) : committed;
    }

    public Task<ChatSnapshot> LoadAsync(ChatKey key, int history, int replies, CancellationToken cancellation)
    {
        var reader = new ChatReader(database.Open.Codec, database.Open.People, clock);
        return database.Open.Readers.ReadAsync(session => reader.Load(session, key, history, replies), cancellation);
    }

    public Task<SettledLines> ReadLinesAsync(ChatKey key, long after, int limit, CancellationToken cancellation)
    {
        var reader = new ChatReader(database.Open.Codec, database.Open.People, clock);
        return database.Open.Readers.ReadAsync(session => reader.Lines(session, key, after, limit), cancellation);
    }

    public Task<string?> ReadTranscriptAsync(ChatKey key, long sourceId, CancellationToken cancellation) =>
        database.Open.Readers.ReadAsync(session => MessageRows.Transcript(session, database.Open.Codec, key, sourceId), cancellation);

    public Task<DraftItem?> ReadDraftAsync(ChatKey key, long draftId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return database.Open.Readers.ReadAsync(session => DraftRows.Find(session, database.Open.Codec, key, draftId, now), cancellation);
    }

    public async Task<IReadOnlyList<ChatId>> ReadUnfinishedAsync(BotId bot, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return await database.Open.Readers.ReadAsync(session => ChatReader.Unfinished(session, bot, now), cancellation);
    }

    public async Task<IReadOnlyList<ChatId>> ReadUnplannedAsync(BotId bot, int limit, CancellationToken cancellation) =>
        await database.Open.Readers.ReadAsync(session => InitiativeRows.Unplanned(session, bot, limit), cancellation);

    public async Task<IReadOnlyList<ChatId>> ReadUnwelcomeAsync(BotId bot, IReadOnlyCollection<ChatId> among, CancellationToken cancellation)
    {
        var (people, now) = (database.Open.People, clock.Micros());
        return await database.Open.Readers.ReadAsync(session => among.Where(chat => ChatReader.IsUnwelcome(session, people, new ChatKey(bot, chat), now)).ToList(), cancellation);
    }

    public async Task<IReadOnlyList<GroupMoved>> ReadGroupMovesAsync(BotId bot, CancellationToken cancellation) =>
        await database.Open.Readers.ReadAsync(session => GroupMoveStep.All(session, bot), cancellation);

    public Task<SessionCursor?> ReadCursorAsync(BotId bot, CancellationToken cancellation) =>
        database.Open.Readers.ReadAsync(session => ChatReader.Cursor(session, bot), cancellation);
}
