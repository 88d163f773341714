using Microsoft.Extensions.Logging;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Bots;
using MultiBot.Grains.Abstractions.Girls;
using MultiBot.Grains.Abstractions.Notices;
using MultiBot.Grains.Bots;
using MultiBot.Grains.Placement;
using Orleans.Placement;

namespace MultiBot.Grains.Girls;

/// <summary>
/// One chat of one bot. Key: «bot/chat».
///
/// Role: carries out what <see cref="Conversation"/> decides; it decides nothing by itself.
/// Lifetime: activated by the first nudge, beside its bot; settled when the bot leaves, collected when idle. Everything it knows can
/// be read again.
/// Invariants: the conversation changes only in <see cref="Drive"/>, one operation at a time; no call out is awaited there, so
/// no turn waits for a model, the store or Telegram; the epoch comes with each nudge and is never read here.
/// </summary>
[PlacedBesideTheLease, Immovable]
internal sealed partial class GirlGrain(
    IConversationStore conversations,
    GirlGrainSilo silo,
    ILogger<GirlGrain> logger) : Grain, IGirlGrain
{
    private readonly Queue<ConversationOperation> _operations = new();
    private readonly Dictionary<long, CancellationTokenSource> _drafts = [];
    private readonly TurnSpans _spans = new();
    private Conversation _conversation = null!;
    private BotBrief? _brief;
    private IGrainTimer? _timer;
    private TaskCompletionSource? _atRest;
    private bool _driving;
    private bool _leaving;

    private IBotGrain? _bot;

    private ChatKey Key => _conversation.Key;

    /// <summary>Made once: a reference costs as much as a call.</summary>
    private IBotGrain Bot => _bot ??= GrainFactory.Bot(Key.Bot);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _conversation = Conversation.Begin(GrainKeys.ChatOf(this.GetPrimaryKeyString()), Guid.NewGuid());
        silo.Awake.Add(Key, this.AsReference<IGirlGrain>());
        return Task.CompletedTask;
    }

    /// <summary>Whatever the reason, what is on its way is recorded first: unrecorded, it would be uncertain.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await ComeToRest();
        silo.Awake.Remove(Key);
    }

    public async Task<ChatProgress> Wake(WakeSignal signal)
    {
        if (!silo.Held.Holds(Key.Bot))
            return await GiveWay();

        ConversationRules? rules = null;
        if (_brief is null || _brief.Revision < signal.Revision || _brief.Epoch < signal.Epoch)
            rules = await ReadBrief();

        Drive(new ConversationOperation.Wake(signal.Epoch, rules, signal.Advance));
        return new ChatProgress
        {
            Finished = _conversation.Finished,
            Version = _conversation.Version,
            NextStepAt = _conversation.Delivery is null && _conversation.Draft?.Stage is not DraftStage.Generating ? _conversation.WakeAt : null,
        };
    }

    public async Task Settle()
    {
        await ComeToRest();
        DeactivateOnIdle();
    }

    public Task<Answer<ChatModeChanged>> TakeOver() => ChangeMode(ModeCommand.TakeOver);

    public Task<Answer<ChatModeChanged>> HandBack() => ChangeMode(ModeCommand.HandBack);

    public Task<Answer<ChatModeChanged>> Pause() => ChangeMode(ModeCommand.Pause);

    public Task<Answer<ChatModeChanged>> Resume() => ChangeMode(ModeCommand.Resume);

    public Task<Answer<TalkAsked>> StartTalk(DateTimeOffset? since) => Command<TalkAsked>(async brief =>
    {
        var chat = await conversations.LoadAsync(Key, history: 0, replies: 0, CancellationToken.None);
        if ((OperatorText.CheckChat(chat) ?? OperatorText.CheckPersona(chat)) is { } closed)
            return closed;

        if (chat.Draft is { } waits && waits.Basis == new TurnBasis(chat.Version, chat.Turn))
            return Problem.Conflict(DraftCodes.Waiting, "The persona has written already, and waits for an operator; approve or reject that draft.");

        if (InitiativeSlices.AskedSince(since, chat.Initiative) is { } before)
            return new TalkAsked { At = before };

        var slice = InitiativeSlices.Asked(brief.Epoch, chat, Guid.NewGuid(), silo.Time.GetUtcNow());
        if (await conversations.CommitAsync(slice, CancellationToken.None) is SliceAnswer<InitiativeStored>.Accepted)
            return new TalkAsked { At = slice.Pending!.DueAt };
        return null;
    });

    public async Task<Answer<MessageAccepted>> Send(string text)
    {
        var clean = StorableText.Clean(text).Trim();
        return OperatorText.Check(clean) is { } refused
            ? refused
            : await Say<MessageAccepted>(clean, Author.Operator, Guid.NewGuid(), expiresAt: null, row => new MessageAccepted { MessageId = row.Id });
    }

    public Task<Answer<NoticeState>> Notify(NoticeMessage notice) =>
        Say<NoticeState>(notice.Text, Author.Notice, notice.Id, notice.ExpiresAt, row => new NoticeState { MessageId = row.Id, State = row.State });

    public async Task<Answer<ContactRenamed>> Rename(string name)
    {
        var clean = StorableText.Clean(name).Trim();
        if (OperatorText.CheckName(clean) is { } refused)
            return refused;

        return await Command<ContactRenamed>(async brief =>
        {
            var slice = new ContactSlice { Bot = Key.Bot, Epoch = brief.Epoch, Chat = Key.Chat, Name = clean };
            if (await conversations.CommitAsync(slice, CancellationToken.None) is not SliceAnswer<ContactNamed>.Accepted { Result: var named })
                return null;
            return new ContactRenamed { IsNew = named.IsNew };
        });
    }

    public Task<Answer<MessageAccepted>> SettleParked(long messageId, bool retry) => Command<MessageAccepted>(async brief =>
    {
        var slice = new ParkedSlice { Bot = Key.Bot, Epoch = brief.Epoch, Chat = Key.Chat, MessageId = messageId, Retry = retry };
        return await conversations.CommitAsync(slice, CancellationToken.None) switch
        {
            SliceAnswer<ParkedAnswer>.Accepted { Result.Found: true } => new MessageAccepted { MessageId = messageId },
            SliceAnswer<ParkedAnswer>.Accepted => Problem.NotFound("message.not_parked", "No parked or overdue message has this id; list them with GET …/parked."),
            _ => null,
        };
    });

    /// <summary>A message that nobody's message asked for. Answers what is made of its first row.</summary>
    private Task<Answer<T>> Say<T>(string text, Author by, Guid id, DateTimeOffset? expiresAt, Func<OutboxRow, Answer<T>> answer)
        where T : class => Command<T>(async brief =>
    {
        var chat = await conversations.LoadAsync(Key, history: 0, replies: 0, CancellationToken.None);
        if (OperatorText.CheckChat(chat) is { } closed)
            return closed;

        var slice = new TurnSlice
        {
            Bot = Key.Bot,
            Epoch = brief.Epoch,
            Chat = Key.Chat,
            Id = id,
            By = by,
            ExpiresAt = expiresAt,
            Parts = [.. MessageSplitter.Split(text, brief.Capabilities.MaxTextLength).Select(part => new TurnPart(part, SendNow: false))],
        };
        return await conversations.CommitAsync(slice, CancellationToken.None) switch
        {
            SliceAnswer<TurnCommitted>.Accepted accepted => answer(accepted.Result.Rows[0]),
            SliceAnswer<TurnCommitted>.Conflict => OperatorText.Closed(await conversations.LoadAsync(Key, history: 0, replies: 0, CancellationToken.None)),
            _ => null,
        };
    });

    /// <summary>
    /// The bot is not here (any more): only beside it is a chat sure that nobody else sends under the same epoch. The next nudge wakes it
    /// there.
    /// </summary>
    private async Task<ChatProgress> GiveWay()
    {
        await ComeToRest();
        MigrateOnIdle();
        return new ChatProgress { Finished = false, Version = _conversation.Version, Elsewhere = true };
    }

    private async Task ComeToRest()
    {
        _leaving = true;
        Drive(new ConversationOperation.Suspend());
        if (_conversation.AtRest)
            return;

        // Once leaving, a chat that rests begins nothing: the first rest is the last.
        _atRest ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _atRest.Task.WaitAsync(silo.SettleTimeout, silo.Time);
        }
        catch (TimeoutException)
        {
            LeftUnfinished(Key.Bot, Key.Chat.Value, _conversation.Draft?.Stage, _conversation.Delivery?.Stage);
        }
    }

    private Task<Answer<ChatModeChanged>> ChangeMode(ModeCommand command) => Command<ChatModeChanged>(async brief =>
    {
        var slice = new ModeSlice { Bot = Key.Bot, Epoch = brief.Epoch, Chat = Key.Chat, Command = command };
        return await conversations.CommitAsync(slice, CancellationToken.None) switch
        {
            SliceAnswer<ModeAnswer>.Accepted { Result: { Accepted: true } done } => new ChatModeChanged { Mode = done.Mode, Cancelled = done.Cancelled, StillSending = done.StillSending },
            SliceAnswer<ModeAnswer>.Accepted { Result: var refused } => OperatorText.ModeRefused(refused.Mode, command),
            _ => null,
        };
    });

    /// <summary>Runs an operator's command under the bot's epoch, once more when the epoch had just moved, and has the chat look at what was done.</summary>
    private async Task<Answer<T>> Command<T>(Func<BotBrief, Task<Answer<T>?>> run)
        where T : class
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var rules = await ReadBrief();
            if (_brief is not { } brief)
                return Problem.NotFound("bot.not_found", $"There is no bot «{Key.Bot}» that could be commanded now.");

            if (await run(brief) is not { } answer)
                continue;

            Drive(new ConversationOperation.Wake(brief.Epoch, rules, Advance: null));
            // What was refused changed nothing: a reply in the making goes on.
            if (answer.Problem is null)
                Drive(new ConversationOperation.Changed());
            if (brief.Running)
                silo.Waker.Nudge(Key, brief.Epoch, brief.Revision, advance: null);
            return answer;
        }

        return Problem.Unavailable(HolderCalls.Moving, "The bot is moving to another silo; try again in a moment.");
    }

    private async Task<ConversationRules?> ReadBrief()
    {
        _brief = await Bot.GetBrief() ?? _brief;
        return _brief is { } brief ? ConversationRules.From(brief.Config, Key.Chat, brief.Capabilities, brief.Running, silo.Seed) : null;
    }

    /// <summary>The only place in which the conversation moves. Effects run on and come back as operations.</summary>
    private void Drive(ConversationOperation operation)
    {
        // A nudge that was under way must not set to work again what is about to leave.
        if (_leaving && operation is ConversationOperation.Wake)
            return;

        _operations.Enqueue(operation);
        if (_driving)
            return;

        _driving = true;
        try
        {
            while (_operations.TryDequeue(out var next))
            {
                var step = _conversation.Apply(next, silo.Time.GetUtcNow());
                _conversation = step.Next;
                foreach (var effect in step.Effects)
                    CarryOut(effect);
            }
        }
        finally
        {
            _driving = false;
        }

        _spans.Settle(_conversation);
        if (_conversation.AtRest)
            _atRest?.TrySetResult();
        if (_conversation.Finished)
            silo.Waker.Finished(Key, _conversation.Version);
    }
}
