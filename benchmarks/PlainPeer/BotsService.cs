using Telegram.Bot;
using Telegram.Bot.Polling;
using Telegram.Bot.Types.Enums;

namespace MultiBot.PlainPeer;

/// <summary>A polling loop per bot.</summary>
internal sealed class BotsService(MessageStore store, Replier replier, IOptions<PeerSettings> settings, ILoggerFactory logs) : BackgroundService
{
    private static readonly ReceiverOptions Receiving = new() { AllowedUpdates = [UpdateType.Message] };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await store.CreateSchemaAsync(stoppingToken);
        await Task.WhenAll(settings.Value.EachToken.Select(token => PollAsync(token, stoppingToken)));
    }

    private Task PollAsync(string token, CancellationToken stop)
    {
        var bot = new TelegramBotClient(new TelegramBotClientOptions(token, settings.Value.BotApiUrl), cancellationToken: stop);
        return bot.ReceiveAsync(new ChatDispatcher(replier, logs.CreateLogger<ChatDispatcher>(), stop), Receiving, stop);
    }
}
