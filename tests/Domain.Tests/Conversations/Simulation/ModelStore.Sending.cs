using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>Turns, claims and outcomes.</summary>
internal sealed partial class ModelStore
{
    public SliceAnswer<TurnCommitted> Apply(TurnSlice slice) => Guarded<TurnCommitted>(slice, slice.Chat, chat =>
    {
        if (Repeated(chat, slice) is { } before)
            return new SliceAnswer<TurnCommitted>.Accepted(before);

        if (chat.Erased || !Holds(chat, slice.Basis) || !Knows(chat, slice) || (slice.Parts.Count > 0 && !ChatModes.MaySend(chat.Mode, slice.By)))
        {
            trace.Note($"store: turn of {chat.Id} from {slice.Basis} conflicts with version {chat.Version}, turn {chat.Turn}, {chat.Mode}");
            return new SliceAnswer<TurnCommitted>.Conflict();
        }

        if (!Waits(chat, slice.Draft))
        {
            trace.Note($"store: draft {slice.Draft} of {chat.Id} does not wait");
            return new SliceAnswer<TurnCommitted>.Conflict();
        }

        if (slice.Initiative is { } claim && (slice.ExpiresAt <= schedule.Now || !TakePlan(chat, claim, slice.Id)))
        {
            trace.Note($"store: turn of {chat.Id} from plan {claim.Revision} conflicts with {chat.Initiative.Revision}, or with the bot's day");
            return new SliceAnswer<TurnCommitted>.Conflict();
        }

        return new SliceAnswer<TurnCommitted>.Accepted(Take(chat, slice));
    });

    public SliceAnswer<ClaimAnswer> Apply(ClaimSlice slice) => Guarded<ClaimAnswer>(slice, slice.Chat, chat =>
    {
        if (chat.Outbox.Find(row => row.Row.Id == slice.RowId) is not { } row)
            return new SliceAnswer<ClaimAnswer>.Conflict();

        var refused = Refusal(chat, row, slice);
        trace.Note($"store: claim {slice.Attempt} of {chat.Id}: {refused ?? "granted"}, {row}");
        return new SliceAnswer<ClaimAnswer>.Accepted(new ClaimAnswer { Row = row.Row, Refused = refused });
    });

    public SliceAnswer<OutcomeRecorded> Apply(OutcomeSlice slice) => Guarded<OutcomeRecorded>(slice, slice.Chat, chat =>
    {
        if (chat.Outbox.Find(row => row.Row.Id == slice.RowId) is not { } row)
            return new SliceAnswer<OutcomeRecorded>.Conflict();

        if (IsOnRecord(row, slice))
        {
            var uncertain = (slice.Uncertain || slice.State is OutboxState.Uncertain) && bug is not PlantedBug.UncertainUnrecorded;
            row.Row = row.Row with { State = slice.State, NotBefore = slice.NotBefore, Uncertain = row.Row.Uncertain || uncertain };
            // A copy that Telegram dropped has no id that is known here.
            row.SourceId = (slice.SourceId is { } source and not ModelTelegram.IdOfCopies) ? source : row.SourceId;
            if (slice.Blocks)
                ChangeMode(chat, ModeCommand.Block);
        }

        trace.Note($"store: outcome {slice.State} {slice.Code} of attempt {slice.Attempt} of {chat.Id}: {row}");
        return new SliceAnswer<OutcomeRecorded>.Accepted(new OutcomeRecorded { Row = row.Row });
    });

    private TurnCommitted? Repeated(ModelChat chat, TurnSlice slice)
    {
        var known = slice.By is Author.Operator || chat.LastTurnId == slice.Id;
        if (!known || bug is PlantedBug.TurnIdIgnored || !chat.Turns.TryGetValue(slice.Id, out var first))
            return null;

        return RepeatsShowToday
            ? first with { Rows = [.. chat.Outbox.Where(row => row.Row.Turn == first.Turn).Select(row => row.Row)] }
            : first;
    }

    private bool Holds(ModelChat chat, TurnBasis? basis) => basis is null
        || ((basis.Version == chat.Version || bug is PlantedBug.VersionIgnored) && (basis.Turn == chat.Turn || bug is PlantedBug.TurnIgnored));

    /// <summary>What is learned and planned with the turn is made from what is known and planned now.</summary>
    private bool Knows(ModelChat chat, TurnSlice slice) =>
        (slice.Memory is not { } learned || learned.Basis == chat.Memory.Revision || bug is PlantedBug.MemoryRevisionIgnored)
        && (slice.Plan is not { } plan || plan.Revision == chat.Initiative.Revision + (slice.Initiative is null ? 0 : 1) || bug is PlantedBug.PlanChangeIgnored);

    private TurnCommitted Take(ModelChat chat, TurnSlice slice)
    {
        judge.TurnTaken(chat, slice);
        Settle(chat, slice.Draft);
        chat.Turn++;
        chat.LastTurnId = slice.Id;
        chat.Disclosed |= slice.Discloses;
        if (slice.Memory is { } learned)
            chat.Memory = new StoredMemory(learned.Memory, chat.Memory.Revision + 1, learned.AnalyzedMessages);
        if (slice.Plan is { } plan)
            Arrange(chat, plan, slice.Id);
        var before = chat.AnsweredUpTo;
        // Not raised is left as it is; a slice that would lower it is the judge's affair.
        chat.AnsweredUpTo = Math.Max(before, slice.AnsweredUpTo ?? before);
        foreach (var mark in slice.Marks)
            chat.Inbox.Single(message => message.Id == mark.MessageId).State = mark.State;

        var rows = slice.Parts.Select((part, index) => NewRow(chat, slice, part, index, before)).ToList();
        chat.Outbox.AddRange(rows);
        foreach (var row in rows.Where(row => row.Row.State is OutboxState.Sending))
            judge.Claimed(chat, row);
        var committed = new TurnCommitted { Turn = chat.Turn, Rows = [.. rows.Select(row => row.Row)] };
        chat.Turns[slice.Id] = committed;
        trace.Note($"store: turn {chat.Turn} of {chat.Id} by {slice.By}, watermark {chat.AnsweredUpTo}, {slice.FailureCode} {string.Join("; ", rows)}");
        return committed;
    }

    private ModelRow NewRow(ModelChat chat, TurnSlice slice, TurnPart part, int index, long watermark) => new()
    {
        Row = new OutboxRow
        {
            Id = ++_lastId,
            Turn = chat.Turn,
            Part = index,
            Text = part.Text,
            By = slice.By,
            State = part.SendNow ? OutboxState.Sending : OutboxState.Pending,
            Attempt = part.SendNow ? 1 : 0,
            Epoch = part.SendNow ? slice.Epoch : 0,
            ClaimedAt = part.SendNow ? schedule.Now : null,
        },
        ClaimId = slice.Id,
        At = schedule.Now,
        ForVersion = slice.Initiative is null ? null : chat.Version,
        ExpiresAt = slice.ExpiresAt,
        AnswersAfter = watermark,
        AnswersUpTo = chat.AnsweredUpTo,
    };

    /// <summary>Null when the claim is granted, now or before.</summary>
    private string? Refusal(ModelChat chat, ModelRow row, ClaimSlice slice)
    {
        var state = row.Row;
        var same = row.ClaimId == slice.Id || bug is PlantedBug.ClaimIdIgnored;
        if (state.State is OutboxState.Sending && state.Attempt == slice.Attempt && state.Epoch == slice.Epoch && same)
            return null;
        if (state.State is not OutboxState.Pending || state.Attempt != slice.Attempt - 1)
            return "send.not_pending";

        if (!ChatModes.MaySend(chat.Mode, state.By) && bug is not PlantedBug.ClaimUnchecked)
            return Cancel(row, "chat.mode");
        if (row.ForVersion is { } version && version != chat.Version && bug is not PlantedBug.MovedOnIgnored)
            return Cancel(row, "chat.moved_on");
        if (row.ExpiresAt <= schedule.Now)
        {
            GiveUp(chat, row);
            return Cancel(row, "reply.too_old");
        }

        row.Row = state with { State = OutboxState.Sending, Attempt = slice.Attempt, Epoch = slice.Epoch, ClaimedAt = schedule.Now };
        row.ClaimId = slice.Id;
        judge.Claimed(chat, row);
        return null;
    }

    private static string Cancel(ModelRow row, string code)
    {
        row.Row = row.Row with { State = OutboxState.Cancelled };
        return code;
    }

    /// <summary>The messages this turn was to answer are overdue, unless another part of it reached the person or may have.</summary>
    private static void GiveUp(ModelChat chat, ModelRow row)
    {
        if (chat.Outbox.Exists(part => part.Row.Turn == row.Row.Turn && part.MayHaveArrived))
            return;

        foreach (var message in chat.Inbox.Where(message => message.Id > row.AnswersAfter && message.Id <= row.AnswersUpTo))
        {
            if (message is { Deleted: false, State: InboxState.ByWatermark })
                message.State = InboxState.Overdue;
        }
    }

    private bool IsOnRecord(ModelRow row, OutcomeSlice slice) => row.Row.State is OutboxState.Sending
        && (bug is PlantedBug.AttemptIgnored || (row.Row.Attempt == slice.Attempt && row.Row.Epoch == slice.ClaimEpoch));
}
