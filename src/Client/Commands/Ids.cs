using System.CommandLine;
using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.Client.Commands;

/// <summary>Arguments that name things; a malformed id is wrong usage and never leaves the machine.</summary>
internal static class Ids
{
    public static Argument<BotId> Bot() => new("bot") { Description = "The bot's id", CustomParser = result => ParseBot(result, result.Tokens[0].Value) };

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
            if (long.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)) return new ChatId(id);
            result.AddError($"'{result.Tokens[0].Value}' is no chat id; it is a number.");
            return default;
        },
    };

    private static BotId ParseBot(System.CommandLine.Parsing.ArgumentResult result, string text)
    {
        if (BotId.TryParse(text, out var id)) return id;
        result.AddError($"'{text}' is no bot id: 1–{BotId.MaxLength} of a-z 0-9 - _.");
        return default;
    }
}
