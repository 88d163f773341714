using MultiBot.Domain.Bots;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Sessions;

namespace MultiBot.Grains.Bots;

/// <summary>Puts bots together from the factories of their parts.</summary>
internal sealed class BotFactory(ITelegramSessionFactory sessions, IReplyGeneratorFactory replies) : IBotFactory, IComponentFactory
{
    public BotComponents Create(BotRecord bot, ISessionListener listener) =>
        new(CreateSession(bot, listener), new Lazy<IReplyGenerator>(() => CreateReplies(bot.Config)));

    public ITelegramSession CreateSession(BotRecord bot, ISessionListener listener) => sessions.Create(bot, listener);

    public IReplyGenerator CreateReplies(BotConfig bot) => replies.For(bot);
}
