using System.Globalization;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Problems;

namespace MultiBot.Domain.Commands;

/// <summary>Which chat a command is about, as the admin wrote it.</summary>
public abstract record ChatReference
{
    // Telegram's ids have at most 52 significant bits (core.telegram.org/bots/api#chat).
    private const long FirstTooLarge = 1L << 52;

    private ChatReference() { }

    public sealed record ById(ChatId Chat) : ChatReference;

    /// <summary>The contact's name; <see cref="ChatFinder"/> finds whose it is.</summary>
    public sealed record ByName(string Name) : ChatReference;

    /// <param name="text">One line, not empty.</param>
    internal static Answer<ChatReference> Parse(string text)
    {
        if (LooksLikeNumber(text))
            return ParseId(text) is { } id ? new ById(id) : NoChat($"«{OneLine.Clip(text)}» is no chat's number: a number is digits without spaces, with a minus before a group's.");
        return text[0] == '@' || text.Contains("t.me/", StringComparison.OrdinalIgnoreCase) || text.StartsWith("tg:", StringComparison.OrdinalIgnoreCase)
            ? NoChat("A chat can't be named by an @name or a link; give its number or its contact's name.")
            : new ByName(text);
    }

    /// <summary>The chat's id, or null when the text is none.</summary>
    internal static ChatId? ParseId(string text) =>
        long.TryParse(Narrow(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && !text.StartsWith('+')
            && id is not 0 and > -FirstTooLarge and < FirstTooLarge
            ? new ChatId(id)
            : null;

    internal static Problem NoChat(string why) => Problem.Invalid(CommandCodes.Chat, $"{why} !list shows the chats, !id looks for a name.");

    private static bool LooksLikeNumber(string text)
    {
        var narrow = Narrow(text);
        return narrow.Any(char.IsAsciiDigit) && narrow.All(c => char.IsAsciiDigit(c) || c is '-' or '+' or ' ' or '.' or '(' or ')');
    }

    // Keyboards turn the minus into a dash.
    private static string Narrow(string text) => OneLine.Narrow(text).Replace('−', '-').Replace('–', '-');
}
