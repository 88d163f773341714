using System.Collections.Concurrent;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Tests;

/// <summary>The real sessions, of which a test can have one die without a word, or report what the real one would not.</summary>
public sealed class MortalSessions(ITelegramSessionFactory real) : ITelegramSessionFactory
{
    private readonly ConcurrentDictionary<BotId, Mortal> _present = new();

    public ITelegramSession Create(BotRecord bot, ISessionListener listener) =>
        _present[bot.Config.BotId] = new Mortal(real.Create(bot, listener), listener);

    /// <summary>Stored when it completes, with the cursor as it is.</summary>
    public Task<bool> ReportAsync(BotId bot, long cursor, params InboundUpdate[] updates) =>
        _present[bot].Listener.ReceiveAsync(new UpdateBatch { Cursor = cursor, Updates = updates });

    /// <summary>Ends the present session of a bot behind its owner's back.</summary>
    public async Task KillAsync(BotId bot)
    {
        var victim = _present[bot];
        await victim.DisposeAsync();
        victim.IsDead = true;
    }

    private sealed class Mortal(ITelegramSession session, ISessionListener listener) : ITelegramSession
    {
        public ISessionListener Listener => listener;

        public bool IsDead { get; set; }

        public SessionCapabilities Capabilities => session.Capabilities;

        public bool IsAlive => !IsDead && session.IsAlive;

        public void Start(SessionCursor? cursor, ISessionGate gate) => session.Start(cursor, gate);

        public Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellation) => session.SendAsync(message, cancellation);

        public Task ShowTypingAsync(ChatId chat, CancellationToken cancellation) => session.ShowTypingAsync(chat, cancellation);

        public Task MarkReadAsync(ChatId chat, long upToSourceId, CancellationToken cancellation) => session.MarkReadAsync(chat, upToSourceId, cancellation);

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }
}
