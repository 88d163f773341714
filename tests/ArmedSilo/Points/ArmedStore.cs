using MultiBot.Domain.Approvals;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.ArmedSilo.Points;

/// <summary>The points before and after a write: of what arrived, of a claim, and of what became of a send.</summary>
internal sealed class ArmedStore(IConversationStore inner, Arms arms) : IConversationStore
{
    public async Task<SliceAnswer<TResult>> CommitAsync<TResult>(Slice<TResult> slice, CancellationToken cancellation)
        where TResult : class
    {
        await (slice switch
        {
            ReceiveSlice { Batch.Updates.Length: > 0 } => arms.PassAsync(CrashPoint.ReceivedNotStored, slice.Bot),
            ClaimSlice claim => arms.PassAsync(CrashPoint.CommittedNotSending, slice.Bot, claim.Chat),
            OutcomeSlice { SourceId: not null } sent => arms.PassAsync(CrashPoint.SentNotRecorded, slice.Bot, sent.Chat),
            _ => Task.CompletedTask,
        });
        var answer = await inner.CommitAsync(slice, cancellation);
        if (slice is ReceiveSlice { Batch.Updates.Length: > 0 } && answer is SliceAnswer<TResult>.Accepted)
            await arms.PassAsync(CrashPoint.StoredNotNudged, slice.Bot);
        return answer;
    }

    public Task<ChatSnapshot> LoadAsync(ChatKey key, int history, int replies, CancellationToken cancellation) => inner.LoadAsync(key, history, replies, cancellation);

    public Task<SettledLines> ReadLinesAsync(ChatKey key, long after, int limit, CancellationToken cancellation) => inner.ReadLinesAsync(key, after, limit, cancellation);

    public Task<string?> ReadTranscriptAsync(ChatKey key, long sourceId, CancellationToken cancellation) => inner.ReadTranscriptAsync(key, sourceId, cancellation);

    public Task<DraftItem?> ReadDraftAsync(ChatKey key, long draftId, CancellationToken cancellation) => inner.ReadDraftAsync(key, draftId, cancellation);

    public Task<IReadOnlyList<ChatId>> ReadUnfinishedAsync(BotId bot, CancellationToken cancellation) => inner.ReadUnfinishedAsync(bot, cancellation);

    public Task<IReadOnlyList<ChatId>> ReadUnplannedAsync(BotId bot, int limit, CancellationToken cancellation) => inner.ReadUnplannedAsync(bot, limit, cancellation);

    public Task<IReadOnlyList<ChatId>> ReadUnwelcomeAsync(BotId bot, IReadOnlyCollection<ChatId> among, CancellationToken cancellation) => inner.ReadUnwelcomeAsync(bot, among, cancellation);

    public Task<IReadOnlyList<GroupMoved>> ReadGroupMovesAsync(BotId bot, CancellationToken cancellation) => inner.ReadGroupMovesAsync(bot, cancellation);

    public Task<SessionCursor?> ReadCursorAsync(BotId bot, CancellationToken cancellation) => inner.ReadCursorAsync(bot, cancellation);
}
