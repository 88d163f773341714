using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>
/// A take-over that has an end. The end stands with the chat, and the store decides by its own clock whether it has come: asked too early, by a clock
/// that is ahead, it refuses and is asked again.
/// </summary>
internal sealed partial class Transition
{
    private void EndTakeOver()
    {
        if (Next is not { Following: true, Rules.Running: true, Mode: ChatMode.Human, HumanUntil: { } until, HandBack: null })
            return;

        if (!IsDue(until > Next.HandBackNotBefore ? until : Next.HandBackNotBefore ?? until))
            return;

        Next.HandBack = NewTicket();
        var slice = new ModeSlice { Bot = Next.Key.Bot, Epoch = Next.Epoch, Chat = Next.Key.Chat, Command = ModeCommand.Expire };
        _effects.Add(new ConversationEffect.Expire(Next.HandBack.Value, slice));
    }

    private void TakeOverEnded(ConversationOperation.Expired expired)
    {
        if (Next.HandBack != expired.Ticket)
            return;

        Next.HandBack = null;
        switch (expired.Answer)
        {
            case SliceAnswer<ModeAnswer>.Stale: Retire(); break;
            case SliceAnswer<ModeAnswer>.Accepted { Result.Accepted: true }:
                Next.HandBackNotBefore = null;
                LoseTrack();
                break;
            default:
                // Unknown, or not yet: the owner may have written again, or somebody else has handed the chat back.
                Next.HandBackNotBefore = now + Next.Rules.StoreRetryPause;
                LoseTrack();
                break;
        }
    }
}
