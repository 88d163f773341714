using MultiBot.Domain.Approvals;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Storage;

/// <summary>
/// The durable side of every conversation. Called by BotGrain and GirlGrain on the message path, from many threads.
/// </summary>
public interface IConversationStore
{
    /// <summary>
    /// Commits one slice, durable when the task completes. Slices that wait together share a transaction; only the one that
    /// offends fails. Throws <see cref="StoreUnavailableException"/> when the result is unknown or the database is away: the
    /// same slice may then be committed again. Slices of one chat are applied in the order of the calls.
    /// </summary>
    Task<SliceAnswer<TResult>> CommitAsync<TResult>(Slice<TResult> slice, CancellationToken cancellation)
        where TResult : class;

    /// <summary>
    /// One chat as it stands, read in one consistent view: what is unanswered, what is on its way and the last
    /// <paramref name="history"/> settled lines with edits applied and deletions left out, and when the last <paramref name="replies"/> replies
    /// were decided, as far back as decisions are kept. An unknown chat is version 0.
    /// </summary>
    Task<ChatSnapshot> LoadAsync(ChatKey key, int history, int replies, CancellationToken cancellation);

    /// <summary>
    /// Settled lines of a chat behind a message, oldest first, edits applied and deletions left out: what has not been looked through for
    /// what is worth remembering.
    /// </summary>
    Task<SettledLines> ReadLinesAsync(ChatKey key, long after, int limit, CancellationToken cancellation);

    /// <summary>What was heard in a voice message of a person's, named by Telegram's id. Null: nothing was, or there is no such message.</summary>
    Task<string?> ReadTranscriptAsync(ChatKey key, long sourceId, CancellationToken cancellation);

    /// <summary>A draft of a chat; null when there is none (any more).</summary>
    Task<DraftItem?> ReadDraftAsync(ChatKey key, long draftId, CancellationToken cancellation);

    /// <summary>
    /// Chats of a bot that hold something unanswered, requeued, on its way, or planned and due, but for those that wait for an operator; and
    /// those whose draft is overtaken by the chat or the clock, or whose take-over has come to its end. Read when the bot comes up and by the slow sweep.
    /// </summary>
    Task<IReadOnlyList<ChatId>> ReadUnfinishedAsync(BotId bot, CancellationToken cancellation);

    /// <summary>
    /// Chats at rest for which nothing is planned, or something that was planned for another state of theirs; asked of bots that write first.
    /// At most <paramref name="limit"/>; the rest is told once these are planned for.
    /// </summary>
    Task<IReadOnlyList<ChatId>> ReadUnplannedAsync(BotId bot, int limit, CancellationToken cancellation);

    /// <summary>
    /// Those among these chats that want to hear nothing from the bot, or whom no bot may write to. Asked of the people of groups, by the chats
    /// they would have with the bot, before anything of theirs is stored.
    /// </summary>
    Task<IReadOnlyList<ChatId>> ReadUnwelcomeAsync(BotId bot, IReadOnlyCollection<ChatId> among, CancellationToken cancellation);

    /// <summary>The bot's groups that became supergroups. Read when a bot with groups comes up.</summary>
    Task<IReadOnlyList<GroupMoved>> ReadGroupMovesAsync(BotId bot, CancellationToken cancellation);

    /// <summary>The Telegram cursor stored with the last batch. Null before the first.</summary>
    Task<SessionCursor?> ReadCursorAsync(BotId bot, CancellationToken cancellation);
}

/// <summary>A stretch of a chat.</summary>
/// <param name="Lines">Oldest first.</param>
/// <param name="UpTo">The id of the last one; where the reading began when there is none.</param>
public sealed record SettledLines(IReadOnlyList<HistoryEntry> Lines, long UpTo);

/// <summary>Where a bot's update stream stands. <see cref="StoredAt"/> tells whether Telegram may have drawn new ids (after a week of silence).</summary>
public sealed record SessionCursor(long Next, DateTimeOffset StoredAt);

/// <summary>The database could not be reached, or its answer was lost. Safe to try again; nothing acknowledged is lost.</summary>
[GenerateSerializer, Alias("multibot.store-unavailable")]
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException(string message, Exception inner) : base(message, inner) { }
    public StoreUnavailableException(string message) : base(message) { }
    public StoreUnavailableException() { }
}
