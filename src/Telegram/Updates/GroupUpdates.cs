using MultiBot.Domain.Bots;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using ChatId = MultiBot.Domain.Chats.ChatId;

namespace MultiBot.Telegram.Updates;

/// <summary>What happens in groups, as far as it is for the bot (<see cref="GroupPolicy"/>): the rest leaves nothing behind.</summary>
internal static class GroupUpdates
{
    public static Translation Arrived(long id, Message message, BotIdentity self)
    {
        if (MoveOf(message) is { } move)
            return new(id, move);
        if (self.Groups is GroupPolicy.None || GroupAuthor.Of(message) is not { } author || Addressing.IsForAnotherBot(message, self))
            return new(id, null);
        var isForUs = Addressing.IsForUs(message, self);
        if (!isForUs && self.Groups is GroupPolicy.Mention)
            return new(id, null);
        return MessageKinds.Of(message.Type) is { } kind ? new(id, Arrived(message, kind, author, self, isForUs)) : UpdateTranslator.Unknown(id, message);
    }

    /// <summary>An edit changes what is stored of a message; it makes none that is for the bot.</summary>
    public static MessageEdited? Edited(Message message, BotIdentity self) =>
        self.Groups is not GroupPolicy.None && GroupAuthor.Of(message) is { } author && MessageKinds.Of(message.Type) is { } kind
            ? new()
            {
                Chat = new ChatId(message.Chat.Id),
                SourceId = message.Id,
                Kind = kind,
                Text = UpdateTranslator.TextOf(message),
                EditedAt = UpdateTranslator.At(message.EditDate ?? message.Date),
                Details = DetailsOf(message, author, self, Addressing.IsForUs(message, self)),
                OnlyIfKnown = true,
            }
            : null;

    /// <summary>Where the bot was thrown out, or may not write, it counts as blocked.</summary>
    public static ContactMembership? Membership(ChatMemberUpdated change, BotIdentity self) => self.Groups is GroupPolicy.None ? null : new()
    {
        Chat = new ChatId(change.Chat.Id),
        Blocked = change.NewChatMember is { Status: ChatMemberStatus.Kicked or ChatMemberStatus.Left }
            or ChatMemberRestricted { IsMember: false } or ChatMemberRestricted { CanSendMessages: false },
    };

    /// <summary>Told in the old group and in the new one.</summary>
    private static GroupMoved? MoveOf(Message message) => message switch
    {
        { MigrateToChatId: { } to } => new() { Chat = new ChatId(message.Chat.Id), To = new ChatId(to) },
        { MigrateFromChatId: { } from } => new() { Chat = new ChatId(from), To = new ChatId(message.Chat.Id) },
        _ => null,
    };

    /// <summary>The chat is called as the group is; the language of one of its people says nothing of the others.</summary>
    private static MessageArrived Arrived(Message message, MessageKind kind, GroupAuthor author, BotIdentity self, bool isForUs) => new()
    {
        Chat = new ChatId(message.Chat.Id),
        SourceId = message.Id,
        Kind = kind,
        Text = UpdateTranslator.TextOf(message),
        At = UpdateTranslator.At(message.Date),
        SenderName = StorableText.Clean(message.Chat.Title ?? "").Trim() is { Length: > 0 } title ? title : null,
        ReplyToSourceId = Addressing.AnsweredIn(message)?.Id,
        Intent = IntentOf(message, self, isForUs),
        Details = DetailsOf(message, author, self, isForUs),
        Forwarded = message.ForwardOrigin is not null,
    };

    /// <summary>Words to somebody else ask nothing of the bot; a command that names no bot may be for it.</summary>
    private static Intent IntentOf(Message message, BotIdentity self, bool isForUs)
    {
        var words = Addressing.WordsTo(message, self);
        return message.ForwardOrigin is null && (isForUs || words.StartsWith('/')) ? ChatIntent.Of(words, message.From?.LanguageCode) : Intent.None;
    }

    private static MessageDetails DetailsOf(Message message, GroupAuthor author, BotIdentity self, bool isForUs)
    {
        var answered = Addressing.AnsweredIn(message);
        var answeredId = answered?.SenderChat?.Id ?? answered?.From?.Id;
        return (DetailsReader.Of(message) ?? new MessageDetails()) with
        {
            AuthorId = author.Id,
            AuthorName = author.Name,
            AddressesBot = isForUs,
            QuotesBot = answeredId == self.Id,
            QuotesOther = answeredId is { } quoted && quoted != self.Id && quoted != author.Id,
        };
    }
}
