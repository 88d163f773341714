using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Events;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Pacing;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;
using MultiBot.Domain.Telemetry;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Bots;
using MultiBot.Grains.Leases;
using MultiBot.Grains.Placement;
using Orleans.Placement;

namespace MultiBot.Grains.Bots;

/// <summary>
/// One bot. Key: bot id.
///
/// Role: holds the bot's lease and its Telegram session; stores what arrives and nudges the chats; sends what the chats say.
/// Lifetime: placed where the lease is; a free one is claimed by the first call that needs it, a command for a stopped bot's chat too. An
/// activation has one lease in its life: when that is gone, or was elsewhere from the start, it makes room. The session lives between
/// Start and Stop; the supervisor starts it after a crash.
/// Invariants: one session at a time, numbered, so that a superseded one is told to end; nothing is written or sent under an
/// epoch other than the lease's; a batch is acknowledged only when it is durable; a nudge is never awaited by the receive path.
/// </summary>
[KeepAlive, PlacedBesideTheLease, Immovable]
internal sealed partial class BotGrain(
    IBotStore bots,
    IConversationStore conversations,
    ILeases leases,
    IBotFactory factory,
    BotGrainSilo silo,
    ILogger<BotGrain> logger) : Grain, IBotGrain
{
    /// <summary>For messages that find the bot on its way to another silo.</summary>
    public static readonly TimeSpan LeavingPause = TimeSpan.FromMilliseconds(50);

    /// <summary>A start is nearly always over in milliseconds, and what comes of it is stored: only one that takes longer is stored itself.</summary>
    private static readonly TimeSpan LongStart = TimeSpan.FromSeconds(1);

    private BotRecord? _record;
    private BotLease _lease = null!;
    private Task<Problem?>? _claiming;
    private readonly BotSession _session = new(factory, silo.Sessions);
    private bool _leaving;
    private long _revision = 1;
    private SendBudget _budget;
    private BotGroups _groups = null!;
    private BotReport? _report;
    private IGrainTimer? _longStart;

    /// <summary>Read from the key once: the message path asks for it with every chat of a batch.</summary>
    private BotId Bot { get; set; }

    private DateTimeOffset Now => silo.Time.GetUtcNow();

    /// <summary>Without asking the store: on a silo that can't reach it an activation would hang here and keep the calls for its bot.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Bot = GrainKeys.BotOf(this.GetPrimaryKeyString());
        _lease = new BotLease(Bot, leases, silo, logger);
        _groups = new BotGroups(Bot, conversations, silo.Time);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _leaving = true;
        silo.Statuses.Forget(Bot);
        await CloseSession();
        silo.Replies.Forget(Bot);
        silo.Waker.Release(Bot);
        await _lease.ReleaseAsync(cancellationToken);
    }

    public async Task<Answer<BotReport>> Start()
    {
        if (await EnsureHeld() is { } problem)
            return problem;

        if (_session.IsOpen)
            return CurrentReport;
        if (silo.Keeper.IsDraining)
            return Problem.Unavailable(HolderCalls.Moving, "This silo is about to stop and hands its bots over; try again in a moment.");

        await OpenSession(_record!);
        return CurrentReport;
    }

    public async Task<Answer<BotReport>> Stop()
    {
        if (await EnsureHeld() is { } problem)
            return problem;

        if (_session.IsOpen)
        {
            await CloseSession();
            await SetStatus(BotStatus.Stopped, code: null, retryAt: null, EventTypes.BotStopped);
        }
        else if (CurrentReport.Status is not BotStatus.Stopped)
        {
            await SetStatus(BotStatus.Stopped, code: null, retryAt: null, @event: null);
        }

        silo.Waker.Release(Bot);
        return CurrentReport;
    }

    public async Task<Answer<BotReport>> Restart()
    {
        await CloseSession();
        return await Start();
    }

    public async Task<Answer<BotReport>> Reconfigure()
    {
        var before = _record;
        if (silo.Keeper.Current is { } life)
            _record = await ReadRecord(life);
        if (await EnsureHeld() is { } problem)
            return problem;

        _revision++;
        if (!_session.IsOpen)
            return CurrentReport;

        // Who is answered is no affair of the session's.
        var telegram = _record!.Config.Telegram;
        if (before is null || before.Config.Telegram with { Senders = telegram.Senders } != telegram)
            return await Restart();

        KeepAwake();
        await NudgeUnfinished();
        return CurrentReport;
    }

    public async Task<Answer<BotReport>> Remove()
    {
        if (await EnsureHeld() is { Code: HolderCalls.HeldElsewhere } problem)
            return problem;

        await CloseSession();
        silo.Waker.Release(Bot);
        silo.Replies.Forget(Bot);
        _record = null;
        DeactivateOnIdle();
        return CurrentReport;
    }

    public async Task<bool> HandOver(Guid? to)
    {
        // It may have been given to us a moment ago and never been here.
        if (await EnsureHeld() is not null || _lease.Held is not { } lease)
            return false;

        var ran = _session.IsOpen;
        _leaving = true;
        await CloseSession();
        silo.Waker.Release(Bot);
        await silo.Awake.SettleAsync(Bot);
        if (await _lease.GiveAsync(lease, to))
        {
            Leave();
            return true;
        }

        _leaving = false;
        _lease.Forget();
        if (ran)
            await Start();
        return false;
    }

    public Task<BotReport> GetReport() => Task.FromResult(CurrentReport);

    public async Task<BotBrief?> GetBrief()
    {
        if (await EnsureHeld() is not null || _record is not { } record)
            return null;

        return new BotBrief
        {
            Epoch = _lease.Epoch,
            Revision = _revision,
            Config = record.Config,
            Capabilities = _session.Capabilities,
            Running = _session.IsRunning,
        };
    }

    public async Task<bool> Receive(long epoch, long sessionNumber, UpdateBatch batch)
    {
        if (!IsCurrent(epoch, sessionNumber))
            return false;

        var storing = Now;
        // Not beyond the life: a store that hangs must not hold the grain when others wait for its room.
        var received = await Store(epoch, batch, _record!.Config).WaitAsync(_lease.Held!.Life.Cut);
        if (received is null)
        {
            await Lapse();
            return false;
        }

        silo.Metrics.Received(Bot, received.Stored);
        foreach (var advance in received.Chats)
            silo.Waker.Nudge(new ChatKey(Bot, advance.Chat), epoch, _revision, MessageSpans.Received(Bot, advance, batch.ArrivedAt ?? storing, storing, Now));
        return IsCurrent(epoch, sessionNumber);
    }

    public async Task Report(long epoch, long sessionNumber, SessionReport report)
    {
        if (!IsCurrent(epoch, sessionNumber))
            return;

        var turned = _session.Heard(report.State);
        if (turned)
            _revision++;
        var cameUp = turned && _session.IsRunning;

        var recovered = CurrentReport.Status is BotStatus.Degraded or BotStatus.Conflict;
        await SetStatus(report.State.ToStatus(), report.Code, report.RetryAt, report.State.ToEvent(cameUp || recovered), report.Username);
        if (cameUp)
            await NudgeUnfinished();
    }

    public async Task Revive(long epoch, long sessionNumber)
    {
        if (!IsCurrent(epoch, sessionNumber))
            return;

        await SetStatus(BotStatus.Degraded, SessionCodes.Stuck, retryAt: null, EventTypes.HealthCheckFailed);
        await Restart();
    }

    public async Task<SendOutcome> Send(long epoch, OutgoingMessage message)
    {
        if (!_lease.IsUnder(epoch))
            return new SendOutcome.SessionLost { Code = HolderCalls.Lost };
        // Certainly not sent: whoever has the bot next sends it at once.
        if (_leaving)
            return new SendOutcome.RateLimited { NotBefore = Now + LeavingPause, Code = HolderCalls.Moving };
        if (!_session.IsRunning)
            return new SendOutcome.SessionLost { Code = "bot.not_running" };

        (_budget, var notBefore) = _budget.Take(Now);
        if (notBefore is { } later)
            return new SendOutcome.RateLimited { NotBefore = later, Code = "pacing.bot_limit" };

        using var span = MessageSpans.BeginStep(MessageSpans.Send, ActivityKind.Client, message.Trace, new ChatKey(Bot, message.Chat));
        var outcome = await _groups.SendAsync(_session, epoch, message);
        span.Sent(message, outcome);
        return outcome;
    }

    public Task<MediaFile?> Download(string fileId, int maxBytes) => _session.Download(fileId, maxBytes);

    public Task ShowTyping(ChatId chat) => _session.ShowTyping(_groups.Place(chat));

    public Task MarkRead(ChatId chat, long upToSourceId) => _session.MarkRead(chat, upToSourceId);

    private BotReport CurrentReport => _report ??= new BotReport
    {
        BotId = Bot,
        Status = BotStatus.Stopped,
        Silo = silo.Identity.Name,
        Epoch = _lease.Epoch,
    };

    private bool IsCurrent(long epoch, long sessionNumber) => _session.IsCurrent(sessionNumber) && _lease.IsUnder(epoch);

    private async Task<BotRecord?> ReadRecord(SiloLife life)
    {
        if (await bots.FindAsync(Bot, life.Cut).WaitAsync(life.Cut) is not { RemovedAt: null } record)
            return null;

        _budget = SendBudget.Full(record.Config.Pacing.MessagesPerSecond, Now);
        return record;
    }

    private async Task<Received?> Store(long epoch, UpdateBatch batch, BotConfig config) =>
        await _groups.ComeInAsync(epoch, batch, config, CancellationToken.None) is { } kept
            ? await silo.Intake.StoreAsync(new ReceiveSlice
            {
                Bot = Bot,
                Epoch = epoch,
                Batch = CommandIntake.Mark(kept, config.AdminChatId),
                Answers = SystemAnswers.Of(config),
                OwnerTakesOver = OwnerTakeOver.LastsFor(config),
            })
            : null;

    private async Task OpenSession(BotRecord record)
    {
        _report = CurrentReport with { Username = record.Username };
        await SetStatus(BotStatus.Starting, code: null, retryAt: null, @event: null);
        var lease = _lease.Held!;
        var cursor = await conversations.ReadCursorAsync(Bot, lease.Life.Cut).WaitAsync(lease.Life.Cut);
        await _groups.OpenAsync(record.Config, lease.Life.Cut).WaitAsync(lease.Life.Cut);
        _session.Open(record, GrainFactory.Bot(Bot), lease.Epoch, cursor, lease.Life);
    }

    private async Task CloseSession()
    {
        if (await _session.CloseAsync())
            _revision++;
    }

    /// <summary>Null when the bot is ours to act for: there is such a bot, and its lease is ours.</summary>
    private async Task<Problem?> EnsureHeld()
    {
        if (silo.Keeper.Current is { } life && (_record ??= await ReadRecord(life)) is null)
            return Problem.NotFound("bot.not_found", $"There is no bot «{Bot}».");
        return await EnsureLease();
    }

    /// <summary>
    /// Null when the lease is ours under a living incarnation; otherwise why not. Who asks while a claim is under way waits for that
    /// one: each claim ends the epoch before it.
    /// </summary>
    private async Task<Problem?> EnsureLease()
    {
        if (_lease.Held is { } ours)
            return ours.Life.IsOver ? await Lapse() : null;
        if (_claiming is not { IsCompleted: false })
            _claiming = Claim();
        return await _claiming;
    }

    private async Task<Problem?> Claim()
    {
        await CloseSession();
        var problem = await _lease.ClaimAsync();
        if (problem is null)
            _report = CurrentReport with { Epoch = _lease.Epoch };
        else
            Leave();
        return problem;
    }

    /// <summary>
    /// The lease is over: somebody else has it, or the silo's life has ended and with it all its leases. Even if the store can't be
    /// asked: a bot that stayed here would keep its next holder's calls from reaching it.
    /// </summary>
    private async Task<Problem> Lapse()
    {
        LeaseLost(Bot, _lease.Epoch);
        Part();
        _ = silo.Awake.SettleAsync(Bot);
        DeactivateOnIdle();
        await CloseSession();
        return Problem.Unavailable(HolderCalls.Lost, "The silo's life in the database ran out; the bot is started again where there is one. Try again in a moment.");
    }

    /// <summary>The bot is not ours any more: the activation moves beside the lease, and the calls that wait with it.</summary>
    private void Leave()
    {
        Part();
        MigrateOnIdle();
    }

    private void Part()
    {
        _lease.Forget();
        silo.Held.Leaves(Bot, GrainContext.Deactivated);
        silo.Waker.Release(Bot);
    }

    private void KeepAwake() => silo.Waker.Hold(Bot, CurrentReport.Epoch, _revision, _record?.Config.WritesFirst is true);

    private async Task NudgeUnfinished()
    {
        if (_lease.Held is not { } lease)
            return;

        foreach (var chat in await conversations.ReadUnfinishedAsync(Bot, lease.Life.Cut).WaitAsync(lease.Life.Cut))
            silo.Waker.Nudge(new ChatKey(Bot, chat), lease.Epoch, _revision, advance: null);
    }

    private async Task SetStatus(BotStatus status, string? code, DateTimeOffset? retryAt, string? @event, string? username = null)
    {
        var before = CurrentReport;
        _report = before with { Status = status, LastError = code, RetryAt = retryAt, Username = username ?? before.Username, Epoch = _lease.Epoch };
        silo.Statuses.Set(Bot, status);
        if (_session.IsOpen)
            KeepAwake();
        if (before.Status == status && before.LastError == code && before.Username == _report.Username)
            return;

        StatusChanged(Bot, status, code ?? "no trouble");
        _longStart?.Dispose();
        if (status is BotStatus.Starting)
            _longStart = this.RegisterGrainTimer(StoreLongStart, new GrainTimerCreationOptions(LongStart, Timeout.InfiniteTimeSpan) { Interleave = true });
        else
            await StoreStatus(@event);
    }

    private async Task StoreLongStart()
    {
        try
        {
            if (CurrentReport.Status is BotStatus.Starting)
                await StoreStatus(@event: null);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            // The store is away, or the lease is over: what comes of the start is stored when it can be.
            return;
        }
    }

    private async Task StoreStatus(string? @event)
    {
        var report = CurrentReport;
        var state = new BotState
        {
            Status = report.Status,
            Silo = silo.Identity.Name,
            LastError = report.LastError,
            Username = report.Username,
            Wait = report.RetryAt > Now ? report.RetryAt - Now : null,
        };
        if (_lease.Held is { } lease)
            await bots.SetStatusAsync(Bot, lease.Epoch, state, @event, lease.Life.Cut).WaitAsync(lease.Life.Cut);
    }
}
