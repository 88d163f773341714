using MultiBot.Domain.Approvals;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>What waits for an operator.</summary>
internal sealed partial class ModelStore
{
    public SliceAnswer<DraftStored> Apply(DraftSlice slice) => Guarded<DraftStored>(slice, slice.Chat, chat =>
    {
        if (!chat.DraftIds.TryGetValue(slice.Id, out var id))
        {
            if (chat.Erased || chat.Version == 0 || !Holds(chat, slice.Basis) || chat.AwaitsApproval)
                return new SliceAnswer<DraftStored>.Conflict();

            Withdraw(chat);
            id = chat.DraftIds[slice.Id] = ++_lastId;
            chat.Draft = new ModelDraft(slice.Id, new DraftItem
            {
                Id = id, ChatId = chat.Id, State = DraftState.Waiting, Text = slice.Text, At = schedule.Now, ExpiresAt = slice.ExpiresAt, Answers = [.. slice.Answers],
                Unasked = slice.Unasked, Version = slice.Basis.Version, Turn = slice.Basis.Turn,
            });
            trace.Note($"store: draft {id} of {chat.Id} from {slice.Basis}: «{slice.Text}»");
        }

        return new SliceAnswer<DraftStored>.Accepted(new DraftStored { Id = id });
    });

    public SliceAnswer<DraftSettled> Apply(SettleDraftSlice slice) => Guarded<DraftSettled>(slice, slice.Chat, chat =>
    {
        if (slice.Draft.State is DraftState.Superseded)
            Withdraw(chat);
        else if (Waits(chat, slice.Draft))
            Settle(chat, slice.Draft);
        return chat.Drafts.TryGetValue(slice.Draft.DraftId, out var state) && state == slice.Draft.State
            ? new SliceAnswer<DraftSettled>.Accepted(new DraftSettled())
            : new SliceAnswer<DraftSettled>.Conflict();
    });

    private bool Waits(ModelChat chat, DraftSettlement? draft) =>
        draft is null || (chat.Draft?.Item.Id == draft.DraftId && (chat.AwaitsApproval || bug is PlantedBug.OvertakenDraftApproved));

    private void Settle(ModelChat chat, DraftSettlement? draft)
    {
        if (draft is null)
            return;

        chat.Drafts[draft.DraftId] = draft.State;
        chat.Draft = null;
        trace.Note($"store: draft {draft.DraftId} of {chat.Id} is {draft.State}");
    }

    private void Withdraw(ModelChat chat)
    {
        if (chat.Draft is { } draft && !chat.AwaitsApproval)
            Settle(chat, new DraftSettlement(draft.Item.Id, DraftState.Superseded));
    }
}
