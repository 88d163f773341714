using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;

namespace MultiBot.ArmedSilo.Points;

/// <summary>The points at Telegram: a batch is stored and Telegram not told; a message is about to leave.</summary>
internal sealed class ArmedSessionFactory(ITelegramSessionFactory inner, Arms arms) : ITelegramSessionFactory
{
    public ITelegramSession Create(BotRecord bot, ISessionListener listener) =>
        new ArmedSession(inner.Create(bot, new ArmedListener(bot.Config.BotId, listener, arms)), bot.Config.BotId, arms);

    private sealed class ArmedListener(BotId bot, ISessionListener inner, Arms arms) : ISessionListener
    {
        public async Task<bool> ReceiveAsync(UpdateBatch batch)
        {
            var taken = await inner.ReceiveAsync(batch);
            if (taken && batch.Updates.Length > 0)
                await arms.PassAsync(CrashPoint.StoredNotTold, bot);
            return taken;
        }

        public Task ReportAsync(SessionReport report) => inner.ReportAsync(report);
    }

    private sealed class ArmedSession(ITelegramSession inner, BotId bot, Arms arms) : ITelegramSession
    {
        public SessionCapabilities Capabilities => inner.Capabilities;

        public bool IsAlive => inner.IsAlive;

        public void Start(SessionCursor? cursor, ISessionGate gate) => inner.Start(cursor, gate);

        public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellation)
        {
            await arms.PassAsync(CrashPoint.SendingNotSent, bot, message.Chat);
            return await inner.SendAsync(message, cancellation);
        }

        public Task ShowTypingAsync(ChatId chat, CancellationToken cancellation) => inner.ShowTypingAsync(chat, cancellation);

        public Task MarkReadAsync(ChatId chat, long upToSourceId, CancellationToken cancellation) => inner.MarkReadAsync(chat, upToSourceId, cancellation);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
