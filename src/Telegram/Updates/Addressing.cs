using System.Text;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace MultiBot.Telegram.Updates;

/// <summary>Whom a message of a group is meant for, by what Telegram says of it: names in plain text that Telegram did not take for any are talk. Pure.</summary>
internal static class Addressing
{
    /// <summary>It mentions the bot, names it in a command, or answers one of its messages.</summary>
    public static bool IsForUs(Message message, BotIdentity self) =>
        AnsweredIn(message)?.From?.Id == self.Id || Marks(message).Any(mark => IsUs(mark, self));

    /// <summary>It begins with a command that names another bot.</summary>
    public static bool IsForAnotherBot(Message message, BotIdentity self) =>
        Marks(message).Any(mark => mark is { Kind: MessageEntityType.BotCommand, Offset: 0 } && NameIn(mark.Text) is { } name && !IsName(name, self));

    /// <summary>Null when it answers none. In a topic of a forum every message counts as an answer to the one that opened the topic.</summary>
    public static Message? AnsweredIn(Message message) => message.ReplyToMessage is { ForumTopicCreated: null } answered ? answered : null;

    /// <summary>The words without the bot's name: «@anna_bot stop» asks for the same as «stop».</summary>
    public static string WordsTo(Message message, BotIdentity self)
    {
        var words = new StringBuilder(message.Text ?? message.Caption ?? "");
        foreach (var mark in Marks(message).Where(mark => mark.Kind is not MessageEntityType.BotCommand && IsUs(mark, self)).OrderByDescending(mark => mark.Offset))
            words.Remove(mark.Offset, mark.Text.Length);
        return words.ToString();
    }

    private static bool IsUs(Mark mark, BotIdentity self) => mark.Kind switch
    {
        MessageEntityType.TextMention => mark.Person == self.Id,
        MessageEntityType.Mention => IsName(mark.Text.AsSpan(1), self),
        MessageEntityType.BotCommand => NameIn(mark.Text) is { } name && IsName(name, self),
        _ => false,
    };

    private static string? NameIn(string command) => command.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? command[(at + 1)..] : null;

    private static bool IsName(ReadOnlySpan<char> name, BotIdentity self) =>
        self.Username is { Length: > 0 } own && name.Equals(own, StringComparison.OrdinalIgnoreCase);

    /// <summary>Offsets count UTF-16 units, as strings here do. One that lies beside the text is nobody's mention.</summary>
    private static IEnumerable<Mark> Marks(Message message)
    {
        var text = message.Text ?? message.Caption ?? "";
        foreach (var entity in message.Entities ?? message.CaptionEntities ?? [])
        {
            if (entity.Offset >= 0 && entity.Length > 0 && entity.Offset <= text.Length - entity.Length)
                yield return new Mark(entity.Type, entity.Offset, text.Substring(entity.Offset, entity.Length), entity.User?.Id);
        }
    }

    private readonly record struct Mark(MessageEntityType Kind, int Offset, string Text, long? Person);
}
