using System.Diagnostics;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;
using MultiBot.Domain.Telemetry;
using MultiBot.Grains.Bots;

namespace MultiBot.Grains.Girls;

/// <summary>How each effect of a conversation is carried out. None throws: what goes wrong comes back as an operation.</summary>
internal sealed partial class GirlGrain
{
    /// <summary>A timer can't be set for months ahead; who is woken early waits on.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private void CarryOut(ConversationEffect effect)
    {
        switch (effect)
        {
            case ConversationEffect.Load load: _ = Load(load); break;
            case ConversationEffect.Generate generate: _spans.Begin(Key, generate); _ = Generate(generate); break;
            case ConversationEffect.CancelDraft cancel: StopDraft(cancel.Ticket); break;
            case ConversationEffect.Commit commit: _ = CommitTurn(commit); break;
            case ConversationEffect.Submit submit: _ = Submit(submit); break;
            case ConversationEffect.Withdraw withdraw: _ = Commit(MessageSpans.StoreDraft, null, withdraw.Slice, answer => new ConversationOperation.Withdrawn(withdraw.Ticket, answer)); break;
            case ConversationEffect.Expire expire: _ = Commit(MessageSpans.StoreMode, null, expire.Slice, answer => new ConversationOperation.Expired(expire.Ticket, answer)); break;
            case ConversationEffect.Claim claim: _ = Commit(MessageSpans.Claim, TurnOf(claim.Slice.RowId), claim.Slice, answer => new ConversationOperation.ClaimAnswered(claim.Ticket, answer)); break;
            case ConversationEffect.Record record: _ = Record(record); break;
            case ConversationEffect.Send send: _ = Send(send); break;
            case ConversationEffect.ShowTyping: Bot.ShowTyping(Key.Chat).Ignore(); break;
            case ConversationEffect.MarkRead read when _brief is { Capabilities.CanMarkRead: true }: Bot.MarkRead(Key.Chat, read.UpToSourceId).Ignore(); break;
            case ConversationEffect.Plan plan: _ = Commit(MessageSpans.StorePlan, null, plan.Slice, answer => new ConversationOperation.Planned(plan.Ticket, answer)); break;
            case ConversationEffect.Obey obey: _ = Obey(obey); break;
            case ConversationEffect.Steer steer: _ = Steer(steer.What); break;
            case ConversationEffect.Analyze analyze: _ = Analyze(analyze); break;
            case ConversationEffect.WakeAt wake: SetTimer(wake.At); break;
            case ConversationEffect.Retire: DeactivateOnIdle(); break;
        }
    }

    private async Task Load(ConversationEffect.Load load)
    {
        try
        {
            var snapshot = await conversations.LoadAsync(Key, load.History, load.Replies, CancellationToken.None);
            if (Key.Chat.IsGroup)
                snapshot = snapshot with { Unwelcome = await Unwelcome(snapshot.Unanswered) };
            Drive(new ConversationOperation.Loaded(load.Ticket, snapshot));
        }
        catch (Exception exception)
        {
            LoadFailed(exception, Key.Bot, Key.Chat.Value);
            Drive(new ConversationOperation.LoadFailed(load.Ticket));
        }
    }

    /// <summary>Who has opted out since they wrote.</summary>
    private async Task<IReadOnlyList<long>> Unwelcome(IReadOnlyList<InboxMessage> unanswered)
    {
        ChatId[] authors = [.. unanswered.Select(message => message.Details?.AuthorId).OfType<long>().Distinct().Select(author => new ChatId(author))];
        return authors.Length == 0 ? [] : [.. (await conversations.ReadUnwelcomeAsync(Key.Bot, authors, CancellationToken.None)).Select(author => author.Value)];
    }

    private async Task Generate(ConversationEffect.Generate generate)
    {
        using var cancellation = new CancellationTokenSource();
        _drafts[generate.Ticket] = cancellation;
        var span = MessageSpans.BeginStep(MessageSpans.Generate, ActivityKind.Client, _spans.OfDraft(generate.Ticket), Key);
        try
        {
            var request = RequestFor(generate);
            if (HasToListen(generate.Unanswered)) request = request with { Unanswered = await Listen(generate.Unanswered, cancellation.Token) };
            var outcome = await silo.Replies.For(_brief!.Config).GenerateAsync(request, cancellation.Token);
            span.Written(outcome);
            span?.Dispose();
            Drive(outcome switch
            {
                ReplyOutcome.Written written => new ConversationOperation.DraftWritten(generate.Ticket, StorableText.Clean(written.Text), written.Usage, written.Prompt, written.Fault) { Calls = written.Calls },
                ReplyOutcome.Failed failed => new ConversationOperation.DraftFailed(generate.Ticket, failed.Code, failed.Transient, failed.RetryAfter),
                _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome of a reply."),
            });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The draft was stale; nobody waits for it.
            span.Ended("dropped");
        }
        catch (Exception exception)
        {
            GeneratorFailed(exception, Key.Bot, Key.Chat.Value);
            span.Ended("failed", "reply.generator_failed");
            Drive(new ConversationOperation.DraftFailed(generate.Ticket, "reply.generator_failed", Transient: false, RetryAfter: null));
        }
        finally
        {
            _drafts.Remove(generate.Ticket);
            span?.Dispose();
        }
    }

    private ReplyRequest RequestFor(ConversationEffect.Generate generate) => new()
    {
        Bot = _brief!.Config,
        Chat = Key.Chat,
        ContactName = _conversation.ContactName,
        LanguageCode = _conversation.LanguageCode,
        // Whatever is noted there: of several people nothing is known that would be true of each.
        Memory = Key.Chat.IsGroup ? ContactMemory.Empty : _conversation.Memory.Memory,
        History = generate.History,
        Unanswered = generate.Unanswered,
        Unasked = generate.Unasked,
        Arranged = _conversation.Initiative.Pending is { Kind: AutonomyKind.Arranged } arranged ? arranged : null,
        Now = silo.Time.GetUtcNow(),
        Media = new BotMedia(Bot),
    };

    private void StopDraft(long ticket)
    {
        if (_drafts.Remove(ticket, out var cancellation))
            cancellation.Cancel();
    }

    private async Task CommitTurn(ConversationEffect.Commit commit)
    {
        using var span = MessageSpans.BeginStep(MessageSpans.StoreTurn, ActivityKind.Client, _spans.OfDraft(commit.Ticket), Key);
        try
        {
            var answer = await conversations.CommitAsync(commit.Slice, CancellationToken.None);
            span.Stored(answer);
            span?.Dispose();
            if (answer is SliceAnswer<TurnCommitted>.Accepted { Result: var committed })
                _spans.Committed(commit.Ticket, committed.Turn);
            Drive(new ConversationOperation.TurnAnswered(commit.Ticket, answer));
        }
        catch (StoreUnavailableException exception)
        {
            CommitFailed(exception, nameof(TurnSlice), Key.Bot, Key.Chat.Value);
            span.Ended("unknown", MessageSpans.NoAnswer);
            Drive(new ConversationOperation.TurnAnswered(commit.Ticket, Answer: null));
        }
        catch (Exception exception)
        {
            TurnRefused(exception, Key.Bot, Key.Chat.Value);
            span.Ended("refused", "reply.unstorable");
            Drive(new ConversationOperation.TurnRefused(commit.Ticket));
        }
    }

    private async Task Submit(ConversationEffect.Submit submit)
    {
        using var span = MessageSpans.BeginStep(MessageSpans.StoreDraft, ActivityKind.Client, _spans.OfDraft(submit.Ticket), Key);
        try
        {
            var answer = await conversations.CommitAsync(submit.Slice, CancellationToken.None);
            span.Stored(answer);
            span?.Dispose();
            if (answer is SliceAnswer<DraftStored>.Accepted)
                _spans.Submitted(submit.Ticket);
            Drive(new ConversationOperation.Submitted(submit.Ticket, answer));
        }
        catch (StoreUnavailableException exception)
        {
            CommitFailed(exception, nameof(DraftSlice), Key.Bot, Key.Chat.Value);
            span.Ended("unknown", MessageSpans.NoAnswer);
            Drive(new ConversationOperation.Submitted(submit.Ticket, Answer: null));
        }
        catch (Exception exception)
        {
            TurnRefused(exception, Key.Bot, Key.Chat.Value);
            span.Ended("refused", "reply.unstorable");
            Drive(new ConversationOperation.SubmitRefused(submit.Ticket));
        }
    }

    private Task Record(ConversationEffect.Record record)
    {
        silo.Metrics.Found(Key.Bot, record);
        return Commit(MessageSpans.StoreOutcome, TurnOf(record.Slice.RowId), record.Slice, answer => new ConversationOperation.OutcomeAnswered(record.Ticket, answer));
    }

    private async Task Commit<TResult>(string step, string? trace, Slice<TResult> slice, Func<SliceAnswer<TResult>?, ConversationOperation> answered)
        where TResult : class
    {
        SliceAnswer<TResult>? answer = null;
        using (var span = MessageSpans.BeginStep(step, ActivityKind.Client, trace, Key))
        {
            try
            {
                answer = await conversations.CommitAsync(slice, CancellationToken.None);
                span.Stored(answer);
            }
            catch (Exception exception)
            {
                CommitFailed(exception, slice.GetType().Name, Key.Bot, Key.Chat.Value);
                span.Ended("unknown", MessageSpans.NoAnswer);
            }
        }

        Drive(answered(answer));
    }

    /// <summary>The trace of the turn that an open row belongs to.</summary>
    private string? TurnOf(long rowId)
    {
        if (!MessageSpans.AreWanted) return null;
        var row = _conversation.Open.FirstOrDefault(row => row.Id == rowId);
        return row is null ? null : _spans.OfTurn(row.Turn);
    }

    private async Task Send(ConversationEffect.Send send)
    {
        SendOutcome outcome;
        try
        {
            var message = _spans.OfTurn(send.Message.Turn) is { } trace ? send.Message with { Trace = trace } : send.Message;
            outcome = await Bot.Send(_conversation.Epoch, message);
        }
        catch (OrleansMessageRejectionException exception) when (exception is not SiloUnavailableException)
        {
            // The call found no bot: it moves, and nothing was sent.
            SendRefused(exception, Key.Bot, Key.Chat.Value);
            outcome = new SendOutcome.RateLimited { NotBefore = silo.Time.GetUtcNow() + BotGrain.LeavingPause, Code = HolderCalls.Moving };
        }
        catch (Exception exception)
        {
            SendFailed(exception, Key.Bot, Key.Chat.Value);
            outcome = new SendOutcome.Uncertain { Code = "send.no_answer" };
        }

        silo.Metrics.Sent(Key.Bot, outcome);
        if (outcome is SendOutcome.SessionLost)
            Drive(new ConversationOperation.Wake(_conversation.Epoch, await ReadBrief(), Advance: null));
        Drive(new ConversationOperation.SendFinished(send.Ticket, outcome));
    }

    private void SetTimer(DateTimeOffset at)
    {
        var due = at - silo.Time.GetUtcNow();
        if (due < TimeSpan.Zero)
            due = TimeSpan.Zero;
        if (due > LongestTimer)
            due = LongestTimer;

        if (_timer is { } timer)
            timer.Change(due, Timeout.InfiniteTimeSpan);
        else
            _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    private Task Tick(CancellationToken cancellation)
    {
        Drive(new ConversationOperation.Tick());
        return Task.CompletedTask;
    }
}
