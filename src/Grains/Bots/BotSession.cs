using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Bots;

namespace MultiBot.Grains.Bots;

/// <summary>
/// The Telegram session of a bot as its grain holds it, in the grain's turns only. One at a time, each with a number of its own, so that
/// nobody listens to what a superseded one still says.
/// </summary>
internal sealed class BotSession(IBotFactory factory, SessionWatch watch)
{
    private ITelegramSession? _session;
    private BotId _bot;
    private long _number;

    public bool IsOpen => _session is not null;

    /// <summary>Updates have flowed: messages can be sent.</summary>
    public bool IsRunning { get; private set; }

    public SessionCapabilities Capabilities { get; private set; } = new();

    public bool IsCurrent(long number) => _session is not null && number == _number;

    public void Open(BotRecord record, IBotGrain bot, long epoch, SessionCursor? cursor, ISessionGate gate)
    {
        _bot = record.Config.BotId;
        _session = factory.Create(record, new SessionRelay(bot, epoch, ++_number)).Session;
        Capabilities = _session.Capabilities;
        watch.Begin(_bot, _session, epoch, _number);
        _session.Start(cursor, gate);
    }

    /// <summary>Answers whether it can send now and could not before, or the other way round.</summary>
    public bool Heard(SessionState state)
    {
        var before = IsRunning;
        IsRunning = state is SessionState.Running || (before && state is not (SessionState.Failed or SessionState.LoginRequired));
        return IsRunning != before;
    }

    /// <summary>Only while it runs.</summary>
    public Task<SendOutcome> Send(OutgoingMessage message) => _session!.SendAsync(message, CancellationToken.None);

    public Task<MediaFile?> Download(string fileId, int maxBytes) =>
        _session is IMediaSession media ? media.DownloadAsync(fileId, maxBytes, CancellationToken.None) : Task.FromResult<MediaFile?>(null);

    public Task ShowTyping(ChatId chat) => _session?.ShowTypingAsync(chat, CancellationToken.None) ?? Task.CompletedTask;

    public Task MarkRead(ChatId chat, long upToSourceId) => _session?.MarkReadAsync(chat, upToSourceId, CancellationToken.None) ?? Task.CompletedTask;

    /// <summary>Answers whether it could send until now.</summary>
    public async Task<bool> CloseAsync()
    {
        var (session, ran) = (_session, IsRunning);
        (_session, IsRunning) = (null, false);
        if (session is not null)
            await watch.EndAsync(_bot, session);
        return ran;
    }
}
