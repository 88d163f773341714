using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Conversations;

/// <summary>What the system itself answers to what people ask of the chat (<see cref="ChatIntent"/>), in the bot's words or language. No model is asked.</summary>
/// <param name="OptedOut">Said once to who opts out.</param>
/// <param name="Privacy">Said to <c>/privacy</c>.</param>
public sealed record SystemAnswers(string OptedOut, string Privacy)
{
    /// <summary>The same in a group. Null: as in private.</summary>
    public string? AuthorOptedOut { get; init; }
    public string? GroupPrivacy { get; init; }

    /// <summary>What is said to a message; null: nothing, it is the persona's.</summary>
    public string? To(MessageArrived message) => message switch
    {
        { Unreadable: not null } => null,
        { Intent: Intent.OptOut } => OptedOut,
        { Intent: Intent.AuthorOptOut } => AuthorOptedOut ?? OptedOut,
        { Intent: Intent.Privacy } => message.Chat.IsGroup ? GroupPrivacy ?? Privacy : Privacy,
        _ => null,
    };

    /// <summary>The texts of a bot.</summary>
    public static SystemAnswers Of(BotConfig bot)
    {
        var words = PrivacyTexts.In(bot.Persona.Language);
        return new SystemAnswers(words.OptedOut, bot.Persona.Privacy ?? words.Privacy)
        {
            AuthorOptedOut = words.AuthorOptedOut,
            GroupPrivacy = bot.Persona.Privacy ?? words.GroupPrivacy,
        };
    }
}
