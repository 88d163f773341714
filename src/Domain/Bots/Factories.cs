using MultiBot.Domain.Problems;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Sessions;

namespace MultiBot.Domain.Bots;

/// <summary>Reads and combines configurations (the seed's ConfigurationFactory). Pure.</summary>
public interface IConfigurationFactory
{
    /// <summary>
    /// Reads what an operator wrote: unknown fields, bad values and fields this version can't honour are refused by pointer.
    /// <paramref name="current"/> is the configuration it replaces (null at registration): a mask or an absent secret means its
    /// secret, unless a destination (apiUrl, endpoint, proxy) changed. <paramref name="template"/> shows through where a field is absent.
    /// </summary>
    Answer<BotConfig> Read(string json, BotConfig? current, string? template);

    /// <summary>The template a configuration names, for <see cref="Read"/>, which refuses a named one it is not given. Null: none, or no configuration.</summary>
    string? TemplateOf(string json);

    /// <summary>RFC 7396: the patch applied to the operator's own JSON, to be read by <see cref="Read"/>.</summary>
    Answer<string> Merge(string ownJson, string patch);

    /// <summary>What the operator wrote as it is kept: secrets masked, the id filled in.</summary>
    string Own(string json, BotConfig config);

    /// <summary>The whole configuration as JSON with secrets masked, defaults included.</summary>
    string Describe(BotConfig config);

    /// <summary>Checks a template: any subset of a configuration but id, name and secrets.</summary>
    Problem? CheckTemplate(string json);
}

/// <summary>Makes the live parts of a bot (the seed's ComponentFactory).</summary>
public interface IComponentFactory
{
    ITelegramSession CreateSession(BotRecord bot, ISessionListener listener);
    IReplyGenerator CreateReplies(BotConfig bot);
}

/// <summary>Makes bots out of what is registered of them (the seed's BotFactory).</summary>
public interface IBotFactory
{
    BotComponents Create(BotRecord bot, ISessionListener listener);
}

/// <summary>What a running bot is made of. The generator comes into being with the first reply: most bots are quiet most of the time.</summary>
public sealed record BotComponents(ITelegramSession Session, Lazy<IReplyGenerator> Replies);
