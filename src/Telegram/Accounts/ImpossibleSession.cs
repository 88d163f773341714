using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;

namespace MultiBot.Telegram.Accounts;

/// <summary>
/// The session of an account that can't have one: its configuration makes no sense or this build has no driver for it. Makes no
/// call; reports the code once started and refuses every send with it.
/// </summary>
internal sealed class ImpossibleSession(AccountKind kind, string code, ISessionListener listener) : ITelegramSession
{
    public SessionCapabilities Capabilities { get; } = AccountCapabilities.Of(kind);

    public bool IsAlive => true;

    public void Start(SessionCursor? cursor, ISessionGate gate) =>
        OwnFlow.Run(() => listener.ReportAsync(new SessionReport { State = SessionState.Failed, Code = code })).Forget();

    public Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellation) =>
        Task.FromResult<SendOutcome>(new SendOutcome.SessionLost { Code = code });

    public Task ShowTypingAsync(ChatId chat, CancellationToken cancellation) => Task.CompletedTask;

    public Task MarkReadAsync(ChatId chat, long upToSourceId, CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
