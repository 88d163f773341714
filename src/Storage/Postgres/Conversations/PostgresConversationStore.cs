using Microsoft.Extensions.Options;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Commits;
using MultiBot.Storage.Postgres.Startup;

namespace MultiBot.Storage.Postgres.Conversations;

internal sealed class PostgresConversationStore(PostgresDatabase database, IOptions<StorageOptions> options) : IConversationStore
{
    public Task<SliceAnswer<TResult>> CommitAsync<TResult>(Slice<TResult> slice, CancellationToken cancellation)
        where TResult : class
    {
        var committed = database.Open.Writer.CommitAsync((SliceJob<TResult>)JobFor(slice, cancellation), cancellation);
        return slice is EraseSlice erase ? database.Erasures.NotedAsync(erase, committed) : committed;
    }

    public async Task<ChatSnapshot> LoadAsync(ChatKey key, int history, int replies, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await database.Open.ChatLoads.LoadAsync(key, history, replies, cancellation);
    }

    public async Task<SettledLines> ReadLinesAsync(ChatKey key, long after, int limit, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await Reader.LinesAsync(key, after, limit, cancellation);
    }

    public async Task<string?> ReadTranscriptAsync(ChatKey key, long sourceId, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await Reader.TranscriptAsync(key, sourceId, cancellation);
    }

    public async Task<DraftItem?> ReadDraftAsync(ChatKey key, long draftId, CancellationToken cancellation)
    {
        await database.Open.Keys.LearnAsync(key.Bot, cancellation);
        return await DraftRows.FindAsync(database.Open.Sessions, database.Open.Codec, key, draftId, cancellation);
    }

    public Task<IReadOnlyList<ChatId>> ReadUnwelcomeAsync(BotId bot, IReadOnlyCollection<ChatId> among, CancellationToken cancellation) =>
        Reader.UnwelcomeAsync(bot, among, cancellation);

    public Task<IReadOnlyList<GroupMoved>> ReadGroupMovesAsync(BotId bot, CancellationToken cancellation) => Reader.MovesAsync(bot, cancellation);

    public Task<IReadOnlyList<ChatId>> ReadUnfinishedAsync(BotId bot, CancellationToken cancellation) =>
        database.Open.Reads.UnfinishedAsync(bot, cancellation);

    public Task<IReadOnlyList<ChatId>> ReadUnplannedAsync(BotId bot, int limit, CancellationToken cancellation) => database.Open.Reads.UnplannedAsync(bot, limit, cancellation);

    public Task<SessionCursor?> ReadCursorAsync(BotId bot, CancellationToken cancellation) => database.Open.Reads.CursorAsync(bot, cancellation);

    private ChatReader Reader => database.Open.Chats;

    private SliceJob JobFor(Slice slice, CancellationToken cancellation) => slice switch
    {
        ReceiveSlice receive => new ReceiveJob(receive, database.Open.People, cancellation),
        TurnSlice turn => new TurnJob(turn, database.Open.People, cancellation),
        ClaimSlice claim => new ClaimJob(claim, database.Open.People, cancellation),
        OutcomeSlice outcome => new OutcomeJob(outcome, cancellation),
        ModeSlice mode => new ModeJob(mode, database.Open.People, cancellation),
        ParkedSlice parked => new ParkedJob(parked, database.Open.People, cancellation),
        MemorySlice memory => new MemoryJob(memory, database.Open.People, cancellation),
        EraseSlice erase => new EraseJob(erase, database.Open.People, options.Value.EraseChunk, cancellation),
        GroupMoveSlice move => new GroupMoveJob(move, cancellation),
        ContactSlice contact => new ContactJob(contact, database.Open.People, cancellation),
        InitiativeSlice initiative => new InitiativeJob(initiative, cancellation),
        DraftSlice draft => new DraftJob(draft, cancellation),
        SettleDraftSlice draft => new SettleDraftJob(draft, cancellation),
        StatusSlice status => new StatusJob(status, cancellation),
        _ => throw new ArgumentException($"The store knows no slice {slice.GetType().Name}.", nameof(slice)),
    };
}
