using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Bots;

namespace MultiBot.Grains.Girls;

/// <summary>How each effect of a conversation is carried out. None throws: what goes wrong comes back as an operation.</summary>
internal sealed partial class GirlGrain
{
    private void CarryOut(ConversationEffect effect)
    {
        switch (effect)
        {
            case ConversationEffect.Load load: _ = Load(load); break;
            case ConversationEffect.Generate generate: _ = Generate(generate); break;
            case ConversationEffect.CancelDraft cancel: StopDraft(cancel.Ticket); break;
            case ConversationEffect.Commit commit: _ = CommitTurn(commit); break;
            case ConversationEffect.Claim claim: _ = Commit(claim.Slice, answer => new ConversationOperation.ClaimAnswered(claim.Ticket, answer)); break;
            case ConversationEffect.Record record: _ = Commit(record.Slice, answer => new ConversationOperation.OutcomeAnswered(record.Ticket, answer)); break;
            case ConversationEffect.Send send: _ = Send(send); break;
            case ConversationEffect.ShowTyping: GrainFactory.Bot(Key.Bot).ShowTyping(Key.Chat).Ignore(); break;
            case ConversationEffect.MarkRead read when _brief is { Capabilities.CanMarkRead: true }: GrainFactory.Bot(Key.Bot).MarkRead(Key.Chat, read.UpToSourceId).Ignore(); break;
            case ConversationEffect.WakeAt wake: SetTimer(wake.At); break;
            case ConversationEffect.Retire: DeactivateOnIdle(); break;
        }
    }

    private async Task Load(ConversationEffect.Load load)
    {
        try
        {
            var snapshot = await conversations.LoadAsync(Key, load.History, CancellationToken.None);
            Drive(new ConversationOperation.Loaded(load.Ticket, snapshot));
        }
        catch (Exception exception)
        {
            LoadFailed(exception, Key.Bot, Key.Chat.Value);
            Drive(new ConversationOperation.LoadFailed(load.Ticket));
        }
    }

    private async Task Generate(ConversationEffect.Generate generate)
    {
        using var cancellation = new CancellationTokenSource();
        _drafts[generate.Ticket] = cancellation;
        try
        {
            var outcome = await silo.Replies.For(_brief!.Config).GenerateAsync(RequestFor(generate), cancellation.Token);
            Drive(outcome switch
            {
                ReplyOutcome.Written written => new ConversationOperation.DraftWritten(generate.Ticket, StorableText.Clean(written.Text)),
                ReplyOutcome.Failed failed => new ConversationOperation.DraftFailed(generate.Ticket, failed.Code, failed.Transient, failed.RetryAfter),
                _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome of a reply."),
            });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The draft was stale; nobody waits for it.
        }
        catch (Exception exception)
        {
            GeneratorFailed(exception, Key.Bot, Key.Chat.Value);
            Drive(new ConversationOperation.DraftFailed(generate.Ticket, "reply.generator_failed", Transient: false, RetryAfter: null));
        }
        finally
        {
            _drafts.Remove(generate.Ticket);
        }
    }

    private ReplyRequest RequestFor(ConversationEffect.Generate generate) => new()
    {
        Bot = _brief!.Config,
        Chat = Key.Chat,
        ContactName = _conversation.ContactName,
        LanguageCode = _conversation.LanguageCode,
        History = generate.History,
        Unanswered = generate.Unanswered,
        Now = silo.Time.GetUtcNow(),
    };

    private void StopDraft(long ticket)
    {
        if (_drafts.Remove(ticket, out var cancellation))
            cancellation.Cancel();
    }

    private async Task CommitTurn(ConversationEffect.Commit commit)
    {
        try
        {
            var answer = await conversations.CommitAsync(commit.Slice, CancellationToken.None);
            Drive(new ConversationOperation.TurnAnswered(commit.Ticket, answer));
        }
        catch (StoreUnavailableException exception)
        {
            CommitFailed(exception, nameof(TurnSlice), Key.Bot, Key.Chat.Value);
            Drive(new ConversationOperation.TurnAnswered(commit.Ticket, Answer: null));
        }
        catch (Exception exception)
        {
            TurnRefused(exception, Key.Bot, Key.Chat.Value);
            Drive(new ConversationOperation.TurnRefused(commit.Ticket));
        }
    }

    private async Task Commit<TResult>(Slice<TResult> slice, Func<SliceAnswer<TResult>?, ConversationOperation> answered)
        where TResult : class
    {
        SliceAnswer<TResult>? answer = null;
        try
        {
            answer = await conversations.CommitAsync(slice, CancellationToken.None);
        }
        catch (Exception exception)
        {
            CommitFailed(exception, slice.GetType().Name, Key.Bot, Key.Chat.Value);
        }

        Drive(answered(answer));
    }

    private async Task Send(ConversationEffect.Send send)
    {
        SendOutcome outcome;
        try
        {
            outcome = await GrainFactory.Bot(Key.Bot).Send(_conversation.Epoch, send.Message);
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

        if (outcome is SendOutcome.SessionLost)
            Drive(new ConversationOperation.Wake(_conversation.Epoch, await ReadBrief(), Advance: null));
        Drive(new ConversationOperation.SendFinished(send.Ticket, outcome));
    }

    private void SetTimer(DateTimeOffset at)
    {
        var due = at - silo.Time.GetUtcNow();
        if (due < TimeSpan.Zero)
            due = TimeSpan.Zero;

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
