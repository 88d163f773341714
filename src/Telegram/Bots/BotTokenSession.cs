using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;
using MultiBot.Telegram.Accounts;

namespace MultiBot.Telegram.Bots;

/// <summary>
/// A bot token's session. Receiving is <see cref="ReceiveLoop"/>'s; here are start, end and sends. Sends are refused before the
/// start, after the end, once the lease is lost and once Telegram has rejected the token; a send under way at the end is
/// finished, since giving it up would make it uncertain, but the loss of the lease cuts it. Every call asks the gate first.
/// </summary>
internal sealed partial class BotTokenSession : ITelegramSession, IMediaSession
{
    /// <summary>When a send that found the gate closed is tried again: it opens with a renewal of the silo's life, which comes each second.</summary>
    private static readonly TimeSpan GatePause = TimeSpan.FromSeconds(1);

    private readonly SessionParts parts;
    private readonly BotApi api;
    private readonly ReceiveLoop loop;
    private readonly CancellationTokenSource closed = new();
    private ISessionGate? gate;
    private Task? running;

    /// <summary>Why no send is possible now; null when one is.</summary>
    private volatile string? refusal = TelegramCodes.NotStarted;

    public BotTokenSession(SessionParts parts)
    {
        this.parts = parts;
        api = new BotApi(parts.BaseUrl, parts.Token, parts.Pools, parts.Options, parts.Time);
        loop = new ReceiveLoop(parts, api);
    }

    public SessionCapabilities Capabilities { get; } = AccountCapabilities.Of(AccountKind.Bot);

    public bool IsAlive => loop.IsAlive;

    public void Start(SessionCursor? cursor, ISessionGate gate)
    {
        ObjectDisposedException.ThrowIf(closed.IsCancellationRequested, this);
        if (running is not null)
            throw new InvalidOperationException("This session was started before.");
        this.gate = gate;
        refusal = null;
        running = OwnFlow.Run(() => ReceiveAsync(cursor));
    }

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellation)
    {
        if ((CutBy(cancellation) ?? refusal) is { } code)
            return new SendOutcome.SessionLost { Code = code };
        if (!gate!.IsOpen)
            return new SendOutcome.RateLimited { NotBefore = parts.Time.GetUtcNow() + GatePause, Code = TelegramCodes.LeaseUnsure };
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(gate.Cut, cancellation);
        try
        {
            return new SendOutcome.Sent { SourceId = await api.SendAsync(message, cut.Token) };
        }
        // The port promises an outcome for whatever happens on the wire.
        catch (Exception problem)
        {
            var outcome = TelegramErrors.OfSend(problem, CutBy(cancellation), parts.Time.GetUtcNow(), parts.Options);
            LogNotSent(parts.Bot, message.Chat, message.RowId, outcome.GetType().Name, TelegramErrors.Describe(problem, parts.Token));
            return outcome;
        }
    }

    public async Task ShowTypingAsync(ChatId chat, CancellationToken cancellation)
    {
        if (refusal is not null || gate is not { IsOpen: true })
            return;
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(gate.Cut, cancellation);
        try
        {
            await api.ShowTypingAsync(chat, cut.Token);
        }
        // Best effort by contract: a reply is not held up by a typing sign.
        catch (Exception problem)
        {
            LogNoTyping(parts.Bot, chat, TelegramErrors.Describe(problem, parts.Token));
        }
    }

    public async Task<MediaFile?> DownloadAsync(string fileId, int maxBytes, CancellationToken cancellation)
    {
        if (refusal is not null || gate is not { IsOpen: true })
            return null;
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(gate.Cut, cancellation);
        try
        {
            return await api.DownloadAsync(fileId, maxBytes, cut.Token) is { } bytes ? new MediaFile { Bytes = bytes } : null;
        }
        // The port promises an answer for whatever happens on the wire.
        catch (Exception problem)
        {
            LogNoFile(parts.Bot, TelegramErrors.Describe(problem, parts.Token));
            return null;
        }
    }

    /// <summary>A bot token can't mark private chats as read.</summary>
    public Task MarkReadAsync(ChatId chat, long upToSourceId, CancellationToken cancellation) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        refusal ??= TelegramCodes.SessionClosed;
        if (closed.IsCancellationRequested)
            return;
        await closed.CancelAsync();
        if (running is not null)
            await running;
        parts.Pools.Dispose();
    }

    private async Task ReceiveAsync(SessionCursor? cursor)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(gate!.Cut, closed.Token);
        if (await loop.RunAsync(cursor, gate, stop.Token) is { } code)
            refusal ??= code;
    }

    /// <summary>Who on our side has given a call up, if anybody has.</summary>
    private string? CutBy(CancellationToken cancellation) =>
        gate is { Cut.IsCancellationRequested: true } ? TelegramCodes.LeaseLost
        : cancellation.IsCancellationRequested ? TelegramCodes.SessionClosed
        : null;
}
