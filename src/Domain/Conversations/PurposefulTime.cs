using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;

namespace MultiBot.Domain.Conversations;

/// <summary>
/// The time that a chat has spent waiting on purpose, up to a moment. <see cref="Thinking"/>: for the writer to finish, for the model, for
/// the next try after it failed, for typing to look human. <see cref="Pacing"/>: for the lane to be free again, by our own pace or by
/// Telegram's floods. The rest of a reply's time is overhead: store, grains, queues, the call to Telegram.
/// </summary>
internal readonly record struct PurposefulTime(DateTimeOffset At, TimeSpan Thinking, TimeSpan Pacing)
{
    /// <summary>With what has passed in this state of the chat. A clock that went back adds nothing.</summary>
    public PurposefulTime Until(Conversation chat, DateTimeOffset now) =>
        new(now, Thinking + Spent(ThinksUntil(chat), now), Pacing + Spent(PacesUntil(chat), now));

    private TimeSpan Spent(DateTimeOffset? until, DateTimeOffset now)
    {
        var end = until < now ? until.Value : now;
        return until is null || end <= At ? TimeSpan.Zero : end - At;
    }

    private static DateTimeOffset? ThinksUntil(Conversation chat) => chat.Draft switch
    {
        null when chat is { Following: true, Rules.Running: true, HasToAnswer: true } => Later(chat.QuietUntil, chat.RetryAt),
        { Stage: DraftStage.Generating } => DateTimeOffset.MaxValue,
        { Stage: DraftStage.Typing } draft => draft.TypeUntil,
        _ => null,
    };

    private static DateTimeOffset? PacesUntil(Conversation chat) =>
        chat is { Delivery: null, Rules.Running: true, Open: [{ State: OutboxState.Pending } head, ..] } ? Later(head.NotBefore, chat.LaneFreeAt) : null;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => other is null || one > other ? one : other;
}

/// <summary>A committed reply whose first part has not left yet.</summary>
/// <param name="Turn">Its turn.</param>
/// <param name="StoredAt">When the newest message that it answers was stored. Null: its time tells nothing.</param>
/// <param name="Thinking">Of its time until the commit.</param>
/// <param name="PacingBefore">The chat's <see cref="PurposefulTime.Pacing"/> at the commit.</param>
/// <param name="Usage">What the model took for it.</param>
internal readonly record struct UnsentReply(long Turn, DateTimeOffset? StoredAt, TimeSpan Thinking, TimeSpan PacingBefore, ReplyUsage? Usage);

/// <summary>How long a person waited for a reply: from the moment their newest message was stored to the reply's first part being sent.</summary>
/// <param name="Duration">All of it.</param>
/// <param name="Overhead">Without what was waited for on purpose: writer, model, typing, pace.</param>
public readonly record struct ReplyTimes(TimeSpan Duration, TimeSpan Overhead);
