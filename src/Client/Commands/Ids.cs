using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.Client.Commands;

/// <summary>Arguments that name things; a malformed id is wrong usage and never leaves the machine.</summary>
internal static class Ids
{
    public static Argument<BotId> Bot() => new("bot") { Description = "The bot's id", CustomParser = result => ParseBot(result, Amounts.TextOf(result)) };

    /// <summary>A bot where none need be named.</summary>
    public static Option<BotId?> OneBot(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "bot",
        CustomParser = result => ParseBot(result, Amounts.TextOf(result)),
    };

    public static Argument<BotId[]> Bots() => new("bots")
    {
        Description = "Ids of bots",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = result => [.. result.Tokens.Select(token => ParseBot(result, token.Value))],
    };

    public static Argument<ChatId> Chat() => new("chat")
    {
        Description = "The chat's id",
        CustomParser = result =>
        {
            var text = Amounts.TextOf(result);
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
                ? new ChatId(id)
                : Amounts.Refuse<ChatId>(result, $"'{text}' is no chat id; it is a number.");
        },
    };

    private static BotId ParseBot(ArgumentResult result, string text)
    {
        // An unknown option reads like an id that begins with dashes; nobody means that.
        if (text.StartsWith("--", StringComparison.Ordinal)) return Amounts.Refuse<BotId>(result, $"There is no option '{text}' here.");
        return BotId.TryParse(text, out var id) ? id : Amounts.Refuse<BotId>(result, $"'{text}' is no bot id: 1–{BotId.MaxLength} of a-z 0-9 - _.");
    }
}
