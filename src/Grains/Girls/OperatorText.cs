using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Problems;

namespace MultiBot.Grains.Girls;

/// <summary>What an operator may say where, and the refusals in words.</summary>
internal static class OperatorText
{
    public const string UnknownChat = "chat.not_found";

    /// <summary>Five full Telegram messages; more is a paste gone wrong.</summary>
    private const int MaxLength = 5 * 4096;

    /// <summary>Telegram's longest: first and last name, 64 characters each, and the space between them.</summary>
    private const int LongestName = 129;

    public static Problem? Check(string text) => text.Length switch
    {
        0 => Problem.Invalid("message.empty", "The text is empty; give at least one visible character."),
        > MaxLength => Problem.Invalid("message.too_long", $"The text has {text.Length} characters; at most {MaxLength} are sent at once."),
        _ => null,
    };

    public static Problem? CheckName(string name) =>
        name.Length <= LongestName && MessageSplitter.IsVisible(name) && !name.AsSpan().ContainsAny('\r', '\n')
            ? null
            : Problem.Invalid("chat.bad_name", $"A name is one line of 1 to {LongestName} characters with something to see.");

    public static Problem? CheckChat(ChatSnapshot chat) =>
        chat.Version == 0 || chat.Erased
            ? Problem.NotFound(UnknownChat, "Nobody wrote to the bot in this chat yet; a bot token can't write first.")
            : chat.DoNotContact
                ? Problem.Conflict(PrivacyCodes.DoNotContact, "The person is on the do-not-contact list, which holds for every bot.")
                : ChatModes.MaySend(chat.Mode, Author.Operator) ? null : Closed(chat.Mode);

    /// <summary>The store did not take it; the chat as it is now says why.</summary>
    public static Problem Closed(ChatSnapshot chat) => CheckChat(chat) ?? Closed(chat.Mode);

    /// <summary>Only the persona writes by itself.</summary>
    public static Problem? CheckPersona(ChatSnapshot chat) =>
        chat.Key.Chat.IsGroup ? Problem.Conflict("chat.is_group", "The persona writes to no group first; write there yourself, or wait until somebody asks the bot.")
        : chat.Mode is ChatMode.Persona ? null : Closed(chat.Mode);

    public static Problem Closed(ChatMode mode) => mode switch
    {
        ChatMode.OptedOut => Problem.Conflict("chat.opted_out", "The person asked not to be written to; only they can change that, by /start."),
        ChatMode.Blocked => Problem.Conflict("chat.blocked", "The person blocked the bot."),
        _ => Problem.Conflict("chat.mode", $"The chat is in mode {mode} now; look at it and try again."),
    };

    public static Problem ModeRefused(ChatMode mode, ModeCommand command) =>
        mode is ChatMode.OptedOut or ChatMode.Blocked
            ? Closed(mode)
            : Problem.Conflict("chat.mode", $"{command} makes no sense while the chat is in mode {mode}.");
}
