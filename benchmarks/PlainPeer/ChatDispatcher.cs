using System.Collections.Concurrent;
using System.Threading.Channels;
using Telegram.Bot;
using Telegram.Bot.Polling;
using Telegram.Bot.Types;

namespace MultiBot.PlainPeer;

/// <summary>One bot's chats: each has a queue and a reader, so that chats go in parallel and every chat in order.</summary>
internal sealed partial class ChatDispatcher(Replier replier, ILogger<ChatDispatcher> logger, CancellationToken stop) : IUpdateHandler
{
    private readonly ConcurrentDictionary<long, Channel<Message>> chats = new();

    public Task HandleUpdateAsync(ITelegramBotClient botClient, Update update, CancellationToken cancellationToken)
    {
        if (update.Message is { Text: not null } message)
            chats.GetOrAdd(message.Chat.Id, _ => Open(botClient)).Writer.TryWrite(message);
        return Task.CompletedTask;
    }

    public Task HandleErrorAsync(ITelegramBotClient botClient, Exception exception, HandleErrorSource source, CancellationToken cancellationToken)
    {
        Failed(exception.GetType().Name, source);
        return Task.CompletedTask;
    }

    private Channel<Message> Open(ITelegramBotClient bot)
    {
        var queue = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
        _ = AnswerAsync(bot, queue.Reader);
        return queue;
    }

    private async Task AnswerAsync(ITelegramBotClient bot, ChannelReader<Message> messages)
    {
        await foreach (var message in messages.ReadAllAsync(stop))
        {
            try
            {
                await replier.ReplyAsync(bot, message, stop);
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                NotAnswered(failure);
            }
        }
    }

    [LoggerMessage(EventName = "PollingFailed", Level = LogLevel.Warning, Message = "Polling failed: {Kind} ({Source})")]
    private partial void Failed(string kind, HandleErrorSource source);

    [LoggerMessage(EventName = "NotAnswered", Level = LogLevel.Error, Message = "A message was not answered")]
    private partial void NotAnswered(Exception failure);
}
