using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Events;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>Settles one attempt. Only the attempt on record counts, so a repeat, or an answer that comes too late, changes nothing.</summary>
internal static class OutcomeStep
{
    private const string Settle =
        "UPDATE conversations SET state = ?2, not_before = ?3, source_id = ?4, code = ?5, uncertain = ?6, at = ?7 WHERE id = ?1";

    private const string Retry = "UPDATE conversations SET state = ?2, not_before = ?3, code = ?4, uncertain = ?5 WHERE id = ?1";

    public static SliceAnswer<OutcomeRecorded> Apply(SliceScope scope, OutcomeSlice slice)
    {
        if (slice.State is OutboxState.Sending) throw new ArgumentException("An outcome leaves «sending».", nameof(slice));
        if (OutboxRows.Find(scope, slice.Chat, slice.RowId) is not { Row: var row }) return new SliceAnswer<OutcomeRecorded>.Conflict();
        if (row.State is not OutboxState.Sending || row.Attempt != slice.Attempt || row.Epoch != slice.ClaimEpoch) return Answer(row);

        var chat = ChatRow.Load(scope, slice.Chat);
        var uncertain = row.Uncertain || slice.Uncertain || slice.State is OutboxState.Uncertain;
        if (uncertain && !row.Uncertain) scope.Uncertain++;
        if (slice.State is OutboxState.Pending) scope.Session.Execute(Retry, row.Id, (long)slice.State, slice.NotBefore, slice.Code, uncertain);
        else Close(scope, chat, slice, uncertain);

        if (slice.Blocks) ModeChange.Apply(scope, chat, ModeCommand.Block);
        chat.Save(scope);
        return Answer(OutboxRows.Find(scope, slice.Chat, slice.RowId)!.Row);
    }

    private static void Close(SliceScope scope, ChatRow chat, OutcomeSlice slice, bool uncertain)
    {
        scope.Session.Execute(Settle, slice.RowId, (long)slice.State, slice.NotBefore, slice.SourceId, slice.Code, uncertain, scope.Now);
        chat.OpenOut--;
        if (slice.State is OutboxState.Cancelled) return;
        if (slice.State is OutboxState.Sent || slice.SourceId is not null)
        {
            chat.MessageCount++;
            chat.LastActivityAt = scope.Now;
            scope.Sent++;
            scope.Log(EventTypes.MessageSent, chat.Id, EventData.Sent(slice.RowId, uncertain, slice.Figures));
            return;
        }

        if (slice.State is OutboxState.Rejected) scope.Rejected++;
        scope.Log(EventTypes.ReplyFailed, chat.Id, EventData.Failed(slice.RowId, slice.Code ?? StorageCodes.ReplyFailed));
    }

    private static SliceAnswer<OutcomeRecorded> Answer(OutboxRow row) =>
        new SliceAnswer<OutcomeRecorded>.Accepted(new OutcomeRecorded { Row = row });
}
