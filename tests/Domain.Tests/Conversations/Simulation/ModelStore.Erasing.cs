using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>A person is forgotten. Versions, turns and revisions go on rising.</summary>
internal sealed partial class ModelStore
{
    public SliceAnswer<Erased> Apply(EraseSlice slice) => Guarded<Erased>(slice, slice.Chat, chat =>
    {
        if (chat.Tombstone?.Id != slice.Id)
            Erase(chat, slice.Id);
        return new SliceAnswer<Erased>.Accepted(new Erased { Found = true });
    });

    private void Erase(ModelChat chat, Guid id)
    {
        trace.Note($"store: {chat.Id} is erased at version {chat.Version}, turn {chat.Turn}");
        judge.Erased(chat);
        var last = Math.Max(chat.Inbox is [.., _] ? chat.Inbox.Max(message => message.SourceId) : 0, chat.Tombstone?.LastSource ?? 0);
        last = Math.Max(last, chat.Typed is [.., _] ? chat.Typed.Max(message => message.SourceId) : 0);
        chat.Tombstone = new ModelTombstone(id, schedule.Now, last);
        chat.Version = bug is PlantedBug.ErasedBeginsAtZero ? 0 : chat.Version + 1;
        chat.Turn = bug is PlantedBug.ErasedBeginsAtZero ? 0 : chat.Turn;
        chat.Memory = StoredMemory.None with { Revision = bug is PlantedBug.ErasedMemoryBeginsAtZero ? 0 : chat.Memory.Revision + 1 };
        (chat.Erased, chat.Disclosed, chat.Mode, chat.Initiative) = (true, false, ChatMode.Persona, StoredInitiative.None);
        chat.Turns.Clear();
        chat.Draft = null;
        chat.Drafts.Clear();
        chat.DraftIds.Clear();
        chat.Outbox.Clear();
        chat.HumanUntil = null;
        if (bug is not PlantedBug.ErasedRowsStay)
            chat.Typed.Clear();
        if (bug is not PlantedBug.ErasedRowsStay)
            chat.Inbox.Clear();
    }
}
