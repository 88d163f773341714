using MultiBot.Domain.Messages;
using Telegram.Bot.Types;

namespace MultiBot.Telegram.Updates;

/// <summary>Who wrote in a group: a person; the group itself, for an admin who stays anonymous; a channel, for somebody who writes in its name.</summary>
internal sealed record GroupAuthor(long Id, string? Name)
{
    private const int LongestName = 64;

    /// <summary>Telegram's own account, which passes on the posts of the channel that a group belongs to (core.telegram.org/bots/api#message).</summary>
    private const long TelegramItself = 777000;

    /// <summary>Null: nobody whom the bot could answer, such as another bot or a channel's post that Telegram passed on.</summary>
    public static GroupAuthor? Of(Message message) => message switch
    {
        { IsAutomaticForward: true } => null,
        { SenderChat: { } chat } => new GroupAuthor(chat.Id, Line(chat.Title)),
        { From: { IsBot: false, Id: not TelegramItself } person } => new GroupAuthor(person.Id, Line($"{person.FirstName} {person.LastName}")),
        _ => null,
    };

    private static string? Line(string? name)
    {
        var line = StorableText.Clean(name ?? "").Trim();
        if (line.Length > LongestName) line = line[..(char.IsHighSurrogate(line[LongestName - 1]) ? LongestName - 1 : LongestName)];
        return line.Length > 0 ? line : null;
    }
}
