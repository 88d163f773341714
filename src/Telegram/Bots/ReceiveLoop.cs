using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;
using MultiBot.Telegram.Updates;

namespace MultiBot.Telegram.Bots;

/// <summary>
/// Polls one account, from start to end. Invariants: a batch's cursor is told to Telegram only after the listener has taken the
/// batch; a batch that was not taken is delivered again unchanged; one poll at a time; nothing but a final answer of Telegram,
/// the listener's «superseded» or the stop token ends the loop.
/// </summary>
internal sealed partial class ReceiveLoop
{
    /// <summary>How often a closed gate is looked at again: it opens with a renewal of the silo's life, which comes each second.</summary>
    private static readonly TimeSpan GatePause = TimeSpan.FromMilliseconds(100);

    private readonly SessionParts parts;
    private readonly BotApi api;
    private readonly Backoff pauses;
    private readonly Backoff conflictPauses;
    private readonly Backoff deliveryPauses;
    private readonly Pulse pulse;
    private SessionCursor? cursor;
    private SessionReport? last;
    private string? username;
    private bool mayRemoveWebhook;

    /// <summary>How long the next poll waits. None: whether updates flow is to be known at once and not after a quiet minute.</summary>
    private TimeSpan wait = TimeSpan.Zero;

    public ReceiveLoop(SessionParts parts, BotApi api)
    {
        (this.parts, this.api) = (parts, api);
        pauses = new Backoff(parts.Options.FirstRetryPause, parts.Options.MaxRetryPause, parts.Random);
        conflictPauses = new Backoff(parts.Options.FirstConflictPause, parts.Options.MaxConflictPause, parts.Random);
        deliveryPauses = new Backoff(parts.Options.FirstRetryPause, parts.Options.MaxRetryPause, parts.Random);
        mayRemoveWebhook = parts.RemoveWebhook;
        pulse = new Pulse(parts.Time, parts.Options.StuckAfter);
    }

    /// <summary>False when the loop hangs or has died; true again never.</summary>
    public bool IsAlive => pulse.Beats;

    /// <summary>Answers the code that sends are refused with from now on. Throws nothing for what Telegram, network or listener do.</summary>
    public async Task<string> RunAsync(SessionCursor? start, ISessionGate gate, CancellationToken stop)
    {
        cursor = start;
        try
        {
            var code = await ReceiveAsync(gate, stop);
            pulse.Rest();
            return code;
        }
        // However the cut showed itself: a call given up, a socket closed, a wait ended.
        catch (Exception) when (stop.IsCancellationRequested)
        {
            pulse.Rest();
            return TelegramCodes.SessionClosed;
        }
        catch (Exception problem)
        {
            LogDied(TelegramErrors.Describe(problem, parts.Token));
            pulse.Stop();
            return TelegramCodes.Stuck;
        }
    }

    private async Task<string> ReceiveAsync(ISessionGate gate, CancellationToken stop)
    {
        while (true)
        {
            var (updates, trouble) = await PollAsync(gate, stop);
            if (trouble is { IsFinal: true })
                return await EndAsync(trouble, stop);
            if (trouble is not null)
                await PauseAsync(trouble, stop);
            else if (!await TakeAsync(updates, stop))
                return Superseded();
        }
    }

    /// <summary>The account may be somebody else's by now: nothing is asked of Telegram before that is settled.</summary>
    private async Task PassAsync(ISessionGate gate, CancellationToken stop)
    {
        while (!gate.IsOpen)
        {
            pulse.Expect(GatePause);
            await Task.Delay(GatePause, parts.Time, stop);
        }
    }

    private async Task<(JsonElement Updates, PollTrouble? Trouble)> PollAsync(ISessionGate gate, CancellationToken stop)
    {
        try
        {
            await PassAsync(gate, stop);
            await PrepareAsync(stop);
            await PassAsync(gate, stop);
            pulse.Expect(wait + parts.Options.PollGrace);
            var updates = await api.GetUpdatesAsync(Offset(), wait, stop);
            return updates.ValueKind is JsonValueKind.Array ? (updates, null) : (default, new(SessionState.Degraded, TelegramCodes.BadAnswer));
        }
        // The wire can fail in any way; TelegramErrors says what it means.
        catch (Exception problem) when (!stop.IsCancellationRequested)
        {
            var trouble = TelegramErrors.OfPoll(problem, parts.Options);
            LogPollFailed(trouble.Code, TelegramErrors.Describe(problem, parts.Token));
            return (default, trouble);
        }
    }

    /// <summary>The first poll that waits does so for a part of the time: bots that came up together would poll in the same moment for ever.</summary>
    private TimeSpan FirstWait() => TimeSpan.FromSeconds(Math.Ceiling(parts.Options.LongPoll.TotalSeconds * (1 + parts.Random.NextDouble()) / 2));

    /// <summary>What has to succeed once before the first poll.</summary>
    private async Task PrepareAsync(CancellationToken stop)
    {
        pulse.Expect(parts.Options.SendTimeout * 2);
        if (mayRemoveWebhook)
        {
            await api.RemoveWebhookAsync(stop);
            mayRemoveWebhook = false;
        }

        username ??= parts.Accounts.Find(parts.BaseUrl, parts.Token) ?? StoredName();
        if (username is not null)
            return;
        username = await api.GetUsernameAsync(stop) ?? "";
        parts.Accounts.Remember(parts.BaseUrl, parts.Token, username);
    }

    /// <summary>An owner may rename his account any time. In groups its name decides who is meant, so that there an old one won't do.</summary>
    private string? StoredName() => parts.Groups is GroupPolicy.None ? parts.Username : null;

    private long? Offset() => cursor is { } known && parts.Time.GetUtcNow() - known.StoredAt < parts.Options.CursorLifetime ? known.Next : null;

    /// <summary>Translates and delivers. False: this session is superseded.</summary>
    private async Task<bool> TakeAsync(JsonElement updates, CancellationToken stop)
    {
        var batch = Translate(updates);
        if (batch is null && updates.GetArrayLength() > 0)
        {
            await PauseAsync(new(SessionState.Degraded, TelegramCodes.UpdateWithoutId), stop);
            return true;
        }

        await SucceededAsync(stop);
        if (batch is null)
            return true;
        if (!await DeliverAsync(batch, stop))
            return false;
        cursor = new SessionCursor(batch.Cursor, parts.Time.GetUtcNow());
        await ReportAsync(Running(), stop);
        return true;
    }

    /// <summary>Null when there is no update id from which the poll could go on.</summary>
    private UpdateBatch? Translate(JsonElement updates)
    {
        var arrivedAt = parts.Time.GetUtcNow();
        var self = new BotIdentity(parts.Token.Id, username, parts.Groups);
        var known = new List<InboundUpdate>(updates.GetArrayLength());
        long? highest = null;
        foreach (var json in updates.EnumerateArray())
        {
            var translation = UpdateTranslator.Translate(json, self, arrivedAt);
            if (translation.Id is { } id && !(id <= highest))
                highest = id;
            if (translation.Update is { } update)
                known.Add(update);
            if (translation.Code is { } code)
            {
                parts.Metrics.CountUnread(code);
                LogUnread(translation.Id, code, translation.Update is null ? "skipped" : "parked");
            }
        }

        return highest is { } last ? new UpdateBatch { Cursor = last + 1, Updates = [.. known], ArrivedAt = arrivedAt } : null;
    }

    /// <summary>Offers the batch until it is taken. False: this session is superseded.</summary>
    private async Task<bool> DeliverAsync(UpdateBatch batch, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                pulse.Expect(parts.Options.ListenerTimeout);
                var taken = await parts.Listener.ReceiveAsync(batch).UntilAsync(stop);
                deliveryPauses.Reset();
                return taken;
            }
            // Not durable for whatever reason: Telegram keeps the batch, and so do we.
            catch (Exception problem) when (!stop.IsCancellationRequested)
            {
                LogDeliveryFailed(batch.Updates.Length, problem.GetType().Name);
            }

            await PauseAsync(new(SessionState.Degraded, TelegramCodes.DeliveryFailed) { Pause = deliveryPauses.Next() }, stop);
        }
    }

    private async Task SucceededAsync(CancellationToken stop)
    {
        pauses.Reset();
        conflictPauses.Reset();
        wait = wait == TimeSpan.Zero ? FirstWait() : parts.Options.LongPoll;
        await ReportAsync(Running(), stop);
    }

    private async Task PauseAsync(PollTrouble trouble, CancellationToken stop)
    {
        var isConflict = trouble.State is SessionState.Conflict;
        var pause = trouble.Pause ?? (isConflict ? conflictPauses : pauses).Next();
        // After a conflict only a poll that was left in peace for its whole time shows that the other poller is gone.
        wait = isConflict ? parts.Options.LongPoll : TimeSpan.Zero;
        await ReportAsync(new SessionReport { State = trouble.State, Code = trouble.Code, RetryAt = parts.Time.GetUtcNow() + pause }, stop);
        pulse.Expect(pause);
        await Task.Delay(pause, parts.Time, stop);
    }

    private async Task<string> EndAsync(PollTrouble trouble, CancellationToken stop)
    {
        await ReportAsync(new SessionReport { State = trouble.State, Code = trouble.Code }, stop);
        return trouble.Code;
    }

    private string Superseded()
    {
        LogSuperseded();
        return TelegramCodes.SessionClosed;
    }

    private static SessionReport Running() => new() { State = SessionState.Running };

    /// <summary>Tells the listener what it doesn't know yet. Its own trouble is its affair.</summary>
    private async Task ReportAsync(SessionReport report, CancellationToken stop)
    {
        var named = report with { Username = username is { Length: > 0 } ? username : null };
        if (named == last)
            return;
        last = named;
        LogState(named.State, named.Code);
        try
        {
            pulse.Expect(parts.Options.ListenerTimeout);
            await parts.Listener.ReportAsync(named).UntilAsync(stop);
        }
        catch (Exception problem) when (!stop.IsCancellationRequested)
        {
            LogReportFailed(problem.GetType().Name);
        }
    }
}
