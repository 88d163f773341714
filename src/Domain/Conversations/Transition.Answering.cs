using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>From unanswered messages to a committed turn.</summary>
internal sealed partial class Transition
{
    private void Answer()
    {
        switch (Next.Draft)
        {
            // An answer to the admin takes a turn: what is drafted meanwhile would be drafted in vain.
            case null when Next is { Following: true, Rules.Running: true, HasToAnswer: true, Order: null, HasToObey: false }: BeginDraft(); break;
            case { Stage: DraftStage.Generating }: KeepTyping(); break;
            case { Stage: DraftStage.Typing } draft when IsDue(draft.TypeUntil) && MayCarryOut(draft): CommitReply(draft); break;
            case { Stage: DraftStage.Typing }: KeepTyping(); break;
            case { Stage: DraftStage.Committing, RepeatAt: not null, Submission: { } slice } draft when IsDue(draft.RepeatAt): Submit(draft, slice); break;
            case { Stage: DraftStage.Committing, RepeatAt: not null, Slice: { } slice } draft when IsDue(draft.RepeatAt): Commit(draft, slice); break;
        }
    }

    private void BeginDraft()
    {
        if (!Next.DoNotContact && (!IsDue(Next.QuietUntil) || !IsDue(Next.RetryAt) || !IsDue(AnswersFrom())))
            return;

        if (KnowsTooLittleOfTheGroup())
        {
            LoseTrack();
            FollowTheStore();
            return;
        }

        var draft = new Draft
        {
            Ticket = NewTicket(),
            Stage = DraftStage.Generating,
            Basis = new TurnBasis(Next.Version, Next.Turn),
            StartedAt = now,
            Answers = Next.Unanswered,
            ThinkingBefore = Next.ThinkingBefore,
        };

        if (Next.DoNotContact)
        {
            Settle(draft, InboxState.Ignored, PrivacyCodes.DoNotContact);
            return;
        }

        if (SilenceOf(draft) is { } silence)
        {
            Settle(draft, InboxState.Ignored, silence);
            return;
        }

        if (SilencedInGroup() is { } some)
        {
            SettleSome(draft with { Answers = [.. some.Messages] }, some.Code);
            return;
        }

        if (ExpiryOf(draft) <= now)
        {
            Settle(draft, InboxState.Overdue, "reply.too_old");
            return;
        }

        Next.Draft = draft;
        // Whose answer an operator may yet refuse is shown nothing of it.
        if (!Next.AsksFirst)
            _effects.Add(new ConversationEffect.MarkRead(draft.Answers[^1].SourceId));
        KeepTyping();
        _effects.Add(new ConversationEffect.Generate(draft.Ticket, Next.History, draft.Answers));
    }

    private void KeepTyping()
    {
        if (Next.AsksFirst || Next.Rules.MaxTyping <= TimeSpan.Zero || Next.Draft is not { } draft)
            return;

        if (!IsDue(draft.TypingShownAt + Next.Rules.TypingRefresh))
            return;

        Next.Draft = draft with { TypingShownAt = now };
        _effects.Add(new ConversationEffect.ShowTyping());
        IsDue(now + Next.Rules.TypingRefresh);
    }

    private void DraftWritten(ConversationOperation.DraftWritten written)
    {
        if (Next.Draft is not { Stage: DraftStage.Generating } draft || draft.Ticket != written.Ticket)
            return;

        if (HasWords(written.Text))
            Type(draft with { Usage = written.Usage, Prompt = written.Prompt, Fault = written.Fault, Calls = written.Calls }, written.Text);
        else
            DraftFailed(new ConversationOperation.DraftFailed(draft.Ticket, "llm.empty", Transient: false, RetryAfter: null));
    }

    /// <summary>False for a text of which no message could be made; committed, it would answer with silence.</summary>
    private bool HasWords(string text) => MessageSplitter.Split(text, Next.Rules.MaxTextLength).Count > 0;

    private void Type(Draft draft, string text)
    {
        var rules = Next.Rules;
        var seconds = Math.Min(Math.Max(text.Length / rules.TypingCharactersPerSecond, rules.MinTyping.TotalSeconds), rules.MaxTyping.TotalSeconds);
        Next.Draft = draft with { Stage = DraftStage.Typing, Text = text, TypeUntil = Next.AsksFirst ? null : draft.StartedAt + TimeSpan.FromSeconds(seconds) };
    }

    private void DraftFailed(ConversationOperation.DraftFailed failed)
    {
        if (Next.Draft is not { Stage: DraftStage.Generating } draft || draft.Ticket != failed.Ticket)
            return;

        Next.Failures++;
        if (draft.Unasked is not null)
        {
            UnaskedFailed(failed);
            return;
        }

        if (failed.Code == ReplyCodes.BudgetSpent)
        {
            Settle(draft, InboxState.Ignored, failed.Code);
            return;
        }

        if (Next.Rules.OfflineReply is { } reply && HasWords(reply))
        {
            Type(draft with { Fault = failed.Code }, reply);
            return;
        }

        if (Next.Failures >= (failed.Transient ? Next.Rules.MaxTransientAttempts : Next.Rules.MaxAttempts))
        {
            Settle(draft, InboxState.Parked, failed.Code);
            return;
        }

        RetryAfter(failed.RetryAfter);
        Next.Draft = null;
    }

    private void RetryAfter(TimeSpan? wanted)
    {
        var pause = PauseAfter(Next.Failures);
        Next.RetryAt = now + (wanted > pause ? wanted.Value : pause);
    }

    /// <summary>Doubled with every try, up to the longest.</summary>
    private TimeSpan PauseAfter(int tries)
    {
        // Beyond twenty doublings any pause is the longest one; more would overflow.
        var pause = Next.Rules.RetryPause * Math.Pow(2, Math.Min(tries - 1, 20));
        return pause < Next.Rules.MaxRetryPause ? pause : Next.Rules.MaxRetryPause;
    }

    private void CommitReply(Draft draft)
    {
        if (draft.Unasked is null && ExpiryOf(draft) <= now)
        {
            Settle(draft, InboxState.Overdue, "reply.too_old");
            return;
        }

        var claim = draft.Unasked is null ? null : ClaimOf(draft);
        if (draft.Unasked is not null && claim is null)
        {
            Next.Draft = null;
            return;
        }

        if (Next.AsksFirst)
        {
            Submit(draft);
            return;
        }

        if (LaneIsAboutToBeFree())
            return;

        var discloses = !Next.Disclosed && Next.Rules.Disclosure is not null;
        var text = discloses ? $"{Next.Rules.Disclosure}\n\n{draft.Text}" : draft.Text!;
        var laneIsFree = Next.Open.IsEmpty && Next.Delivery is null && IsPaced();
        var parts = MessageSplitter.Split(text, Next.Rules.MaxTextLength);
        draft = draft with { Step = StepOf(draft, Next.LastPrompt) };
        Commit(draft, WithCalls(draft, SliceFor(draft) with
        {
            Parts = [.. parts.Select((part, index) => new TurnPart(part, SendNow: index == 0 && laneIsFree) { ReplyTo = TargetOf(draft) })],
            Marks = [.. draft.Answers.Where(message => message.Requeued).Select(message => new InboxMark(message.Id, InboxState.Answered))],
            ExpiresAt = claim is null ? ExpiryOf(draft) : ExpiryOfUnasked(draft),
            Discloses = discloses,
            Decision = DecisionOf(draft),
            Initiative = claim,
        }));
    }

    /// <summary>A turn without words: the messages get a state of their own and wait for an operator.</summary>
    private void Settle(Draft draft, InboxState state, string code) => Commit(draft, SliceFor(draft) with
    {
        Marks = [.. draft.Answers.Select(message => new InboxMark(message.Id, state))],
        FailureCode = code,
        Decision = new Decision { Kind = DecisionKind.Silent, Reason = code, Inputs = InputsOf(draft) },
    });

    /// <summary>Of some people's messages: the others stay where they are, above the watermark.</summary>
    private void SettleSome(Draft draft, string code) => Commit(draft, SliceFor(draft) with
    {
        AnsweredUpTo = null,
        Marks = [.. draft.Answers.Select(message => new InboxMark(message.Id, InboxState.Ignored))],
        FailureCode = code,
        Decision = new Decision { Kind = DecisionKind.Silent, Reason = code, Inputs = InputsOf(draft) },
    });

    /// <summary>
    /// In a group a reply shows whom it answers: the last who spoke to the bot. Every part does: in a group with topics it is what leads it into the right one.
    /// </summary>
    private long? TargetOf(Draft draft) => Next.IsGroup ? draft.Answers.LastOrDefault(message => message.Details is { AddressesBot: true })?.SourceId : null;

    private Decision DecisionOf(Draft draft) => new()
    {
        Kind = draft.Unasked is null ? DecisionKind.Answered : DecisionKind.WroteFirst,
        Reason = draft switch
        {
            { Unasked: { } unasked } => AutonomyReasons.CodeOf(unasked.Kind is AutonomyKind.Asked ? AutonomyReason.Asked : AutonomyReason.Due),
            { Fault: not null } => "reply.stand_in",
            _ => "reply.written",
        },
        Inputs = InputsOf(draft),
        Prompt = draft.Step?.Stored,
    };

    private PromptStep? StepOf(Draft draft, PromptStep? before) => Next.Rules.KeepPrompts && draft.Prompt is { } prompt ? PromptTrail.After(before, prompt, now) : null;

    private DecisionInputs InputsOf(Draft draft) => new()
    {
        MessageId = draft.Answers is [.., var last] ? last.Id : null,
        Messages = draft.Answers.Length,
        Authors = Next.IsGroup ? [.. AuthorsOf(draft)] : null,
        HistoryLines = Next.History.Length,
        MemoryRevision = Next.Memory.Revision is > 0 and var revision ? revision : null,
        Model = draft.Usage?.Model,
        InputTokens = draft.Usage?.InputTokens,
        OutputTokens = draft.Usage?.OutputTokens,
        Fault = draft.Fault,
        Action = draft.Unasked is { } unasked ? AutonomyKinds.NameOf(unasked.Kind) : null,
        DraftId = draft.Settles?.DraftId,
    };

    private TurnSlice SliceFor(Draft draft) => new()
    {
        Bot = Next.Key.Bot,
        Epoch = Next.Epoch,
        Chat = Next.Key.Chat,
        Id = Next.IdOf(draft.Ticket),
        Basis = draft.Basis,
        AnsweredUpTo = draft.Answers is [.., var last] ? Math.Max(Next.AnsweredUpTo, last.Id) : null,
        Transcripts = TranscriptsOf(draft),
        Draft = draft.Settles,
    };

    private void Commit(Draft draft, TurnSlice slice)
    {
        Next.Draft = draft with { Stage = DraftStage.Committing, Slice = slice, RepeatAt = null };
        _effects.Add(new ConversationEffect.Commit(draft.Ticket, slice));
    }

    private void TurnAnswered(ConversationOperation.TurnAnswered answered)
    {
        if (OrderAnswered(answered) || Next.Draft is not { Stage: DraftStage.Committing } draft || draft.Ticket != answered.Ticket)
            return;

        switch (answered.Answer)
        {
            case null: Next.Draft = draft with { RepeatAt = now + Next.Rules.StoreRetryPause }; break;
            case SliceAnswer<TurnCommitted>.Accepted accepted: TurnCommitted(draft, accepted.Result); break;
            case SliceAnswer<TurnCommitted>.Conflict: Next.Draft = null; LoseTrack(); break;
            case SliceAnswer<TurnCommitted>.Stale: Retire(); break;
        }
    }

    /// <summary>The words are at fault: the messages are parked without them. If even that is refused, patience is all that is left.</summary>
    private void TurnRefused(ConversationOperation.TurnRefused refused)
    {
        if (OrderRefused(refused) || Next.Draft is not { Stage: DraftStage.Committing } draft || draft.Ticket != refused.Ticket)
            return;

        if (draft.Unasked is not null)
            UnaskedRefused(draft);
        else if (draft.Slice is { Parts.Count: > 0 })
            Settle(draft with { Ticket = NewTicket() }, InboxState.Parked, "reply.unstorable");
        else
            Next.Draft = draft with { RepeatAt = now + Next.Rules.MaxRetryPause };
    }

    private void TurnCommitted(Draft draft, TurnCommitted committed)
    {
        Next.Draft = null;
        Next.Turn = committed.Turn;
        Next.AnsweredUpTo = draft.Slice!.AnsweredUpTo ?? Next.AnsweredUpTo;
        Next.Disclosed |= draft.Slice.Discloses;
        Next.Unanswered = Next.Unanswered.RemoveAll(message => draft.Answers.Any(answered => answered.Id == message.Id));
        if (Next.Overtaken is not null && draft.Slice.AnsweredUpTo is not null)
        {
            Next.Overtaken = null;
            WaitForTheWriter();
        }

        (Next.Failures, Next.RetryAt) = (0, null);
        if (draft.Slice.Initiative is { } claim)
            TakeInitiative(claim);
        CarriedOut(draft.Slice);
        ForgetWords(draft);
        if (draft is { Step: { } step, Slice.Decision.Prompt: not null }) Next.LastPrompt = step with { Turn = committed.Turn, Stored = "" };
        if (draft.Slice.Draft is not null)
            Next.Waiting = null;
        Remember([.. Said(draft).Select(LineOf), .. committed.Rows.Select(LineOf)]);
        Next.Open = Next.Open.AddRange(committed.Rows.Where(row => row.State is OutboxState.Pending or OutboxState.Sending));
        Expect(draft);
        if (draft.Slice.Decision?.Kind is DecisionKind.Answered) CountReply(draft);
        if (Next.Open is [var head, ..] && IsOurs(head, draft.Slice))
            Send(head, NewTicket());
    }

    /// <summary>In a group what is ignored for a reason is shown to no model: it would answer it with the next message of somebody else.</summary>
    private IEnumerable<InboxMessage> Said(Draft draft) =>
        Next.IsGroup ? draft.Answers.Where(message => !draft.Slice!.Marks.Contains(new InboxMark(message.Id, InboxState.Ignored))) : draft.Answers;

    /// <summary>
    /// The row that the turn itself claimed, and still that claim: the answer to a repeated commit may show rows as they are by
    /// now, settled and claimed anew by another activation.
    /// </summary>
    private bool IsOurs(OutboxRow row, TurnSlice slice) =>
        row is { State: OutboxState.Sending, Attempt: 1 } && row.Turn == Next.Turn && row.Epoch == slice.Epoch
        && row.Part < slice.Parts.Count && slice.Parts[row.Part].SendNow;

    private HistoryEntry LineOf(InboxMessage message) => new() { By = Author.Contact, Kind = message.Kind, Text = message.Text, At = message.At, Details = message.Details };

    private HistoryEntry LineOf(OutboxRow row) => new() { By = row.By, Text = row.Text, At = now };

    /// <summary>The last moment at which the newest message may be answered; none when an operator put one back. Hours in which nothing is answered don't count.</summary>
    private DateTimeOffset? ExpiryOf(Draft draft) =>
        draft.Answers.Any(message => message.Requeued) ? null : Next.Rules.Hours.After(draft.Answers[^1].StoredAt, Next.Rules.MaxReplyAge);

    /// <summary>The chat has moved on by new messages alone: the draft is written anew with them or, when that has gone on for long, kept for those it has seen.</summary>
    private void OvertakeDraft()
    {
        if (Next.Draft is { Stage: not DraftStage.Committing, Unasked: null } draft && Next is { AsksFirst: false, HasToObey: false })
        {
            var series = Next.Overtaken is { } before && draft.StartedAt - before.Last <= Next.Rules.LongestOvertaking ? before : (Overtaking?)null;
            if (series?.Since + Next.Rules.LongestOvertaking <= now)
            {
                Next.Draft = draft with { Basis = Basis };
                return;
            }

            Next.Overtaken = new Overtaking(series?.Since ?? draft.StartedAt, now);
        }

        DropDraft();
    }

    /// <summary>Drops what was drafted, unless it is being committed: then the store decides.</summary>
    private void DropDraft()
    {
        if (Next.Draft is not { Stage: not DraftStage.Committing } draft)
            return;

        if (draft.Stage is DraftStage.Generating)
            _effects.Add(new ConversationEffect.CancelDraft(draft.Ticket));
        Next.Draft = null;
    }
}
