using MultiBot.Domain.Conversations;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Girls;

namespace MultiBot.Grains.Girls;

/// <summary>A person is erased: the store decides what of what is under way still holds, and nothing made before does.</summary>
internal sealed partial class GirlGrain
{
    public Task<Answer<ChatErased>> Erase() => Command<ChatErased>(async brief =>
    {
        var slice = new EraseSlice { Bot = Key.Bot, Epoch = brief.Epoch, Chat = Key.Chat, Id = Guid.NewGuid() };
        Erased? first = null;
        try
        {
            for (Erased? last = null; last is not { Rest: false };)
            {
                if (await conversations.CommitAsync(slice, CancellationToken.None) is not SliceAnswer<Erased>.Accepted { Result: var erased }) return null;
                if (!erased.Found) return Problem.NotFound(OperatorText.UnknownChat, "Nothing is held of this chat.");
                (first, last) = (first ?? erased, erased);
                Drive(new ConversationOperation.Erased());
            }
        }
        catch (ErasureNotNotedException exception)
        {
            Drive(new ConversationOperation.Erased());
            NotNoted(exception, Key.Bot);
            return Problem.Unavailable(
                PrivacyCodes.LogUnwritable, "The person is erased. That could not be noted outside of the database, so that a backup restored now would bring them back; mend the data folder.");
        }

        return new ChatErased { Cancelled = first!.Cancelled, StillSending = first.StillSending };
    });
}
