using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>The last gate before bytes leave: state, mode and age are looked at in the transaction that writes <c>sending</c>.</summary>
internal static class ClaimStep
{
    private const string Claim = "UPDATE conversations SET state = 1, attempt = ?2, claim_epoch = ?3, claimed_at = ?4, claim_id = ?5 WHERE id = ?1";
    private const string Cancel = "UPDATE conversations SET state = 5, code = ?2 WHERE id = ?1";

    private const string SelectAnswered =
        """
        SELECT id, state FROM conversations
        WHERE bot_id = ?1 AND chat_id = ?2 AND id BETWEEN ?3 AND ?4 AND direction = 0 AND entry = 0 AND deleted = 0 AND author <> 4 AND state IN (0, 1, 2)
        """;

    public static SliceAnswer<ClaimAnswer> Apply(SliceScope scope, ClaimSlice slice)
    {
        if (OutboxRows.Find(scope, slice.Chat, slice.RowId) is not { } row) return new SliceAnswer<ClaimAnswer>.Conflict();
        if (IsGranted(row, slice)) return Answer(row.Row, null);
        if (row.Row.State is not OutboxState.Pending || row.Row.Attempt != slice.Attempt - 1)
            return Answer(row.Row, row.Code ?? StorageCodes.SendNotPending);

        var chat = ChatRow.Load(scope, slice.Chat);
        if (!ChatModes.MaySend(chat.Mode, row.Row.By)) return Refuse(scope, chat, row, StorageCodes.ChatMode);
        if (scope.IsDoNotContact(slice.Chat)) return Refuse(scope, chat, row, PrivacyCodes.DoNotContact);
        if (row.ForVersion is { } version && version != chat.Version) return Refuse(scope, chat, row, StorageCodes.ChatMovedOn);
        if (row.ExpiresAt <= scope.Now)
        {
            GiveUp(scope, chat, row);
            return Refuse(scope, chat, row, StorageCodes.ReplyTooOld);
        }

        scope.Session.Execute(Claim, row.Row.Id, slice.Attempt, scope.Epoch, scope.Now, slice.Id.ToByteArray());
        return Answer(OutboxRows.Find(scope, slice.Chat, slice.RowId)!.Row, null);
    }

    /// <summary>This very claim was granted before its answer was lost. Another activation's claim has another id.</summary>
    private static bool IsGranted(OutRow row, ClaimSlice slice) =>
        row.Row.State is OutboxState.Sending && row.Row.Attempt == slice.Attempt && row.Row.Epoch == slice.Epoch && row.ClaimId == slice.Id;

    private static SliceAnswer<ClaimAnswer> Refuse(SliceScope scope, ChatRow chat, OutRow row, string code)
    {
        scope.Session.Execute(Cancel, row.Row.Id, code);
        chat.OpenOut--;
        chat.Save(scope);
        return Answer(row.Row with { State = OutboxState.Cancelled }, code);
    }

    /// <summary>The messages this turn was to answer are overdue, unless another part of it reached the person or may have.</summary>
    private static void GiveUp(SliceScope scope, ChatRow chat, OutRow row)
    {
        if (row.AnswersFrom is not { } from || row.AnswersTo is not { } to) return;
        if (OutboxRows.OfTurn(scope, chat.Id, row.Row.Turn).Exists(part => MayHaveArrived(part.Row))) return;
        foreach (var (id, state) in Answered(scope, chat.Id, from, to))
            InboxRows.Mark(scope, chat, id, state, InboxState.Overdue, StorageCodes.ReplyTooOld);
    }

    private static bool MayHaveArrived(OutboxRow row) =>
        row.Uncertain || row.State is OutboxState.Sending or OutboxState.Sent or OutboxState.Uncertain;

    private static List<(long Id, InboxState State)> Answered(SliceScope scope, ChatId chat, long from, long to)
    {
        var found = new List<(long, InboxState)>();
        using var rows = scope.Session.Query(SelectAnswered, scope.Bot, chat, from, to);
        while (rows.Read()) found.Add((rows.Int64(0), (InboxState)rows.Int32(1)));
        return found;
    }

    private static SliceAnswer<ClaimAnswer> Answer(OutboxRow row, string? refused) =>
        new SliceAnswer<ClaimAnswer>.Accepted(new ClaimAnswer { Row = row, Refused = refused });
}
