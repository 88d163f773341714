using System.Globalization;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>A turn of ours: accepted only from the state it was made from, and only once.</summary>
internal static class TurnStep
{
    /// <summary>How many turns back a slice of an operator's, or a notice, is recognized; between, the persona may have taken turns.</summary>
    private const int RememberedTurns = 64;

    private const string StopBot = "UPDATE bots SET should_run = 0 WHERE bot_id = ?1";

    public static SliceAnswer<TurnCommitted> Apply(SliceScope scope, TurnSlice slice)
    {
        var chat = ChatRow.Load(scope, slice.Chat);
        if (AppliedTurn(scope, chat, slice) is { } turn) return Answer(scope, chat.Id, turn);
        if (slice.Basis is { } basis && (basis.Version != chat.Version || basis.Turn != chat.Turn)) return new SliceAnswer<TurnCommitted>.Conflict();
        // A turn that was made from no version in particular must not open a chat with somebody who was erased.
        if (chat.Erased) return new SliceAnswer<TurnCommitted>.Conflict();
        if (slice.Parts.Count > 0 && (!ChatModes.MaySend(chat.Mode, slice.By) || scope.IsDoNotContact(chat.Id))) return new SliceAnswer<TurnCommitted>.Conflict();

        if (slice.Draft is { } draft && !DraftStep.Waits(scope, chat, draft)) return new SliceAnswer<TurnCommitted>.Conflict();
        if (!FindsWhatItWasMadeFrom(scope, chat, slice)) return new SliceAnswer<TurnCommitted>.Conflict();
        if (slice.Initiative is { } claim && (slice.ExpiresAt?.ToMicros() <= scope.Now || !InitiativeStep.Take(scope, chat, claim, slice.Id))) return new SliceAnswer<TurnCommitted>.Conflict();

        if (slice.StopsBot) scope.Session.Execute(StopBot, scope.Bot);
        chat.Turn++;
        chat.TurnSlice = slice.Id;
        chat.Disclosed |= slice.Discloses;
        var answers = RaiseWatermark(chat, slice.AnsweredUpTo);
        MarkMessages(scope, chat, slice);
        if (slice.Parts.Count > 0) OutboxRows.Add(scope, chat, slice, answers);
        chat.Save(scope);
        var answer = Answer(scope, chat.Id, chat.Turn);
        if (slice.Draft is { } settled) DraftStep.Settle(scope, chat, settled, answer.Result.Rows is [var first, ..] ? first.Id : null);
        scope.Log(slice.Decision, chat.Id, chat.Turn, promptOf: slice.Draft is { State: DraftState.Approved } approved ? approved.DraftId : null);
        CarryOut(scope, chat, slice);
        return answer;
    }

    /// <summary>The turn this very slice made before its answer was lost.</summary>
    private static long? AppliedTurn(SliceScope scope, ChatRow chat, TurnSlice slice)
    {
        if (chat.TurnSlice == slice.Id && (slice.Basis is null || slice.Basis.Turn + 1 == chat.Turn)) return chat.Turn;
        return slice.By is Author.Operator or Author.Notice && chat.Turn > 0
            ? OutboxRows.TurnOf(scope, chat.Id, slice.Id, chat.Turn - RememberedTurns)
            : null;
    }

    /// <summary>Memory and plan as the turn knows them; the plan's revision is the one after the turn's own claim.</summary>
    private static bool FindsWhatItWasMadeFrom(SliceScope scope, ChatRow chat, TurnSlice slice) =>
        (slice.Memory is not { } memory || MemoryStep.IsAt(scope, chat.Id, memory.Basis))
        && (slice.Plan is not { } plan || InitiativeStep.IsAt(scope, chat, slice.Initiative is null ? plan.Revision : plan.Revision - 1));

    /// <summary>What the model asked for while it wrote, and what was heard.</summary>
    private static void CarryOut(SliceScope scope, ChatRow chat, TurnSlice slice)
    {
        if (slice.Memory is { } memory) MemoryStep.Learn(scope, chat.Id, slice.Id, memory);
        if (slice.Plan is { } plan) InitiativeStep.Arrange(scope, chat, plan, slice.Id);
        foreach (var heard in slice.Transcripts) MessageRows.Replace(scope, chat.Id, heard);
        if (slice.Questions == 0) return;
        scope.Log(EventTypes.OperatorAsked, chat.Id, string.Create(CultureInfo.InvariantCulture, $"{{\"turn\":{chat.Turn},\"questions\":{slice.Questions}}}"));
    }

    private static (long From, long To)? RaiseWatermark(ChatRow chat, long? answeredUpTo)
    {
        if (answeredUpTo is not { } to || to <= chat.AnsweredUpTo) return null;
        var from = chat.AnsweredUpTo + 1;
        chat.AnsweredUpTo = to;
        return (from, to);
    }

    private static void MarkMessages(SliceScope scope, ChatRow chat, TurnSlice slice)
    {
        foreach (var mark in slice.Marks)
        {
            if (InboxRows.Find(scope, chat.Id, mark.MessageId) is not { } message) continue;
            var code = mark.State switch
            {
                InboxState.Overdue => StorageCodes.ReplyTooOld,
                InboxState.Parked => slice.FailureCode ?? StorageCodes.ReplyFailed,
                InboxState.Ignored => slice.FailureCode,
                _ => null,
            };
            InboxRows.Mark(scope, chat, mark.MessageId, message.State, mark.State, code);
        }

        if (slice.Marks.Count > 0) InboxRows.FindLastWaiting(scope, chat);
    }

    private static SliceAnswer<TurnCommitted>.Accepted Answer(SliceScope scope, ChatId chat, long turn) =>
        new(new TurnCommitted
        {
            Turn = turn,
            Rows = [.. OutboxRows.OfTurn(scope, chat, turn).Select(row => row.Row)],
        });
}
