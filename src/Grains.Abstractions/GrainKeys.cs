using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions.Bots;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Abstractions.Girls;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Grains.Abstractions.Notices;
using MultiBot.Grains.Abstractions.Privacy;
using MultiBot.Grains.Abstractions.Webhooks;

namespace MultiBot.Grains.Abstractions;

/// <summary>The text of every grain key, made and parsed here only.</summary>
public static class GrainKeys
{
    private const string Singleton = "manager";
    private const char Slash = '/';

    extension(IGrainFactory grains)
    {
        public IManagerGrain Manager() => grains.GetGrain<IManagerGrain>(Singleton);
        public IQueriesGrain Queries() => grains.GetGrain<IQueriesGrain>(Singleton);
        public IWebhooksGrain Webhooks() => grains.GetGrain<IWebhooksGrain>(Singleton);
        public IWebhookGrain Webhook(WebhookId id) => grains.GetGrain<IWebhookGrain>(id.Value);
        public IDeadEventsGrain DeadEvents() => grains.GetGrain<IDeadEventsGrain>(Singleton);
        public IFleetNoticesGrain FleetNotices() => grains.GetGrain<IFleetNoticesGrain>(Singleton);
        public IPrivacyGrain Privacy() => grains.GetGrain<IPrivacyGrain>(Singleton);
        public IBotGrain Bot(BotId bot) => grains.GetGrain<IBotGrain>(bot.Value);
        public IGirlGrain Girl(ChatKey key) => grains.GetGrain<IGirlGrain>(key.ToString());
    }

    /// <summary>Of a bot's own key, and of a chat's.</summary>
    public static BotId BotOf(string grainKey) => BotId.Parse(grainKey.Split(Slash)[0]);

    /// <summary>«anna/123»: a bot id holds no slash.</summary>
    public static ChatKey ChatOf(string grainKey)
    {
        var slash = grainKey.IndexOf(Slash, StringComparison.Ordinal);
        return new ChatKey(BotId.Parse(grainKey[..slash]), new ChatId(long.Parse(grainKey.AsSpan(slash + 1), CultureInfo.InvariantCulture)));
    }
}
