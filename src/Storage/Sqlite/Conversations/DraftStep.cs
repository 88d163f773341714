using System.Globalization;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Events;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>What an operator is to look at: stored from the state of the chat that it was made from, and settled once.</summary>
internal static class DraftStep
{
    private const string FindOwn = "SELECT id FROM drafts WHERE bot_id = ?1 AND chat_id = ?2 AND slice_id = ?3";
    private const string FindWaiting = "SELECT id, version, turn FROM drafts WHERE bot_id = ?1 AND chat_id = ?2 AND state = 0";
    private const string FindState = "SELECT state FROM drafts WHERE id = ?3 AND bot_id = ?1 AND chat_id = ?2";

    private const string Insert =
        """
        INSERT INTO drafts (id, bot_id, chat_id, slice_id, version, turn, action, answers, at, expires_at, draft_data)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """;

    private const string SetState = "UPDATE drafts SET state = ?2, settled_at = ?3, message_id = ?4 WHERE id = ?1";

    public static SliceAnswer<DraftStored> Apply(SliceScope scope, DraftSlice slice)
    {
        var chat = ChatRow.Load(scope, slice.Chat);
        if (Number(scope.Session.Query(FindOwn, scope.Bot, chat.Id, slice.Id.ToByteArray())) is { } stored) return Answer(stored);
        if (chat.Erased || chat.Version == 0 || slice.Basis != new TurnBasis(chat.Version, chat.Turn)) return new SliceAnswer<DraftStored>.Conflict();
        Withdraw(scope, chat);
        if (Waiting(scope, chat) is not null) return new SliceAnswer<DraftStored>.Conflict();

        foreach (var heard in slice.Transcripts) MessageRows.Replace(scope, chat.Id, heard);
        scope.Log(slice.Decision, chat.Id, chat.Turn);
        var id = scope.Session.LastInsertId;
        scope.Session.Execute(
            Insert, id, scope.Bot, chat.Id, slice.Id.ToByteArray(), chat.Version, chat.Turn, (long?)slice.Unasked, DraftRows.JsonOf(slice.Answers), scope.Now,
            slice.ExpiresAt, scope.Encode(slice.Text));
        scope.Log(EventTypes.DraftWaiting, chat.Id, string.Create(CultureInfo.InvariantCulture, $"{{\"draftId\":{id}}}"));
        return Answer(id);
    }

    public static SliceAnswer<DraftSettled> Apply(SliceScope scope, SettleDraftSlice slice)
    {
        var chat = ChatRow.Load(scope, slice.Chat);
        if (slice.Draft.State is DraftState.Superseded)
        {
            Withdraw(scope, chat);
        }
        else if (Waits(scope, chat, slice.Draft))
        {
            Settle(scope, chat, slice.Draft, message: null);
            scope.Log(slice.Decision, chat.Id, chat.Turn);
        }

        return Number(scope.Session.Query(FindState, scope.Bot, chat.Id, slice.Draft.DraftId)) == (long)slice.Draft.State
            ? new SliceAnswer<DraftSettled>.Accepted(new DraftSettled())
            : new SliceAnswer<DraftSettled>.Conflict();
    }

    /// <summary>Whether it waits, for the chat as it is.</summary>
    public static bool Waits(SliceScope scope, ChatRow chat, DraftSettlement draft) =>
        Waiting(scope, chat) is { } waiting && waiting.Id == draft.DraftId && waiting.Basis == new TurnBasis(chat.Version, chat.Turn);

    /// <param name="scope">The transaction.</param>
    /// <param name="chat">Its chat.</param>
    /// <param name="draft">The one that waits.</param>
    /// <param name="message">What was sent of it.</param>
    public static void Settle(SliceScope scope, ChatRow chat, DraftSettlement draft, long? message)
    {
        scope.Session.Execute(SetState, draft.DraftId, (long)draft.State, scope.Now, message);
        var state = draft.State switch
        {
            DraftState.Approved => "approved",
            DraftState.Rejected => "rejected",
            DraftState.Superseded => "superseded",
            _ => "expired",
        };
        scope.Log(EventTypes.DraftSettled, chat.Id, string.Create(CultureInfo.InvariantCulture, $"{{\"draftId\":{draft.DraftId},\"state\":\"{state}\"}}"));
    }

    /// <summary>The chat has moved on from what waits there.</summary>
    private static void Withdraw(SliceScope scope, ChatRow chat)
    {
        if (Waiting(scope, chat) is not { } waiting || waiting.Basis == new TurnBasis(chat.Version, chat.Turn)) return;
        Settle(scope, chat, new DraftSettlement(waiting.Id, DraftState.Superseded), message: null);
        var why = new Decision { Kind = DecisionKind.Withdrawn, Reason = DraftCodes.Superseded, Inputs = new DecisionInputs { DraftId = waiting.Id } };
        scope.Log(why, chat.Id, chat.Turn);
    }

    private static (long Id, TurnBasis Basis)? Waiting(SliceScope scope, ChatRow chat)
    {
        using var rows = scope.Session.Query(FindWaiting, scope.Bot, chat.Id);
        return rows.Read() ? (rows.Int64(0), new TurnBasis(rows.Int64(1), rows.Int64(2))) : null;
    }

    private static long? Number(SqlRows found)
    {
        using var rows = found;
        return rows.Read() ? rows.Int64(0) : null;
    }

    private static SliceAnswer<DraftStored> Answer(long id) => new SliceAnswer<DraftStored>.Accepted(new DraftStored { Id = id });
}
