using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Conversations;

/// <summary>What the system itself answers to what people ask of the chat (<see cref="ChatIntent"/>), in the bot's words or language. No model is asked.</summary>
/// <param name="OptedOut">Said once to who opts out.</param>
/// <param name="Privacy">Said to <c>/privacy</c>.</param>
public sealed record SystemAnswers(string OptedOut, string Privacy)
{
    /// <summary>The texts of a bot.</summary>
    public static SystemAnswers Of(BotConfig bot)
    {
        var words = PrivacyTexts.In(bot.Persona.Language);
        return new SystemAnswers(words.OptedOut, bot.Persona.Privacy ?? words.Privacy);
    }
}
