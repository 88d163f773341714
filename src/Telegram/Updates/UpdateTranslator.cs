using System.Text.Json;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using ChatId = MultiBot.Domain.Chats.ChatId;

namespace MultiBot.Telegram.Updates;

/// <summary>
/// Turns Telegram's updates into the Domain's, once and for all. Other bots and service messages are passed over, and of groups
/// (<see cref="GroupUpdates"/>) what is not for the bot. An update that can't be read never stops those beside it.
/// </summary>
internal static class UpdateTranslator
{
    public static Translation Translate(JsonElement json, BotIdentity self, DateTimeOffset now)
    {
        if (IdOf(json) is not { } id)
            return new(null, null, TelegramCodes.UpdateWithoutId);
        try
        {
            return Translate(id, json.Deserialize<Update>(JsonBotAPI.Options)!, self);
        }
        // Whatever the library, the serializer or the mapping trips over, it is this update's affair alone.
        catch (Exception)
        {
            return new(id, UnreadableMessage.Find(json, now), TelegramCodes.UpdateUnreadable);
        }
    }

    private static Translation Translate(long id, Update update, BotIdentity self) => update switch
    {
        { Message: { Chat.Type: ChatType.Group or ChatType.Supergroup } message } => GroupUpdates.Arrived(id, message, self),
        { EditedMessage: { Chat.Type: ChatType.Group or ChatType.Supergroup } message } => new(id, GroupUpdates.Edited(message, self)),
        { MyChatMember: { Chat.Type: ChatType.Group or ChatType.Supergroup } change } => new(id, GroupUpdates.Membership(change, self)),
        { Message: { } message } => Arrived(id, message),
        { EditedMessage: { } message } => new(id, IsFromPerson(message) && MessageKinds.Of(message.Type) is { } kind ? Edited(message, kind) : null),
        { MyChatMember: { Chat.Type: ChatType.Private } change } => new(id, Membership(change)),
        _ => new(id, null),
    };

    private static Translation Arrived(long id, Message message)
    {
        if (!IsFromPerson(message))
            return new(id, null);
        return MessageKinds.Of(message.Type) is { } kind ? new(id, Arrived(message, kind)) : Unknown(id, message);
    }

    /// <summary>Service messages have a type of their own; without one it is something newer than the library.</summary>
    public static Translation Unknown(long id, Message message) => new(id, null, message.Type is MessageType.Unknown ? TelegramCodes.KindUnknown : null);

    private static bool IsFromPerson(Message message) => message is { Chat.Type: ChatType.Private, From: { IsBot: false } };

    private static MessageArrived Arrived(Message message, MessageKind kind)
    {
        var text = TextOf(message);
        return new()
        {
            Chat = new ChatId(message.Chat.Id),
            SourceId = message.Id,
            Kind = kind,
            Text = text,
            At = At(message.Date),
            SenderName = NameOf(message.From!),
            LanguageCode = message.From!.LanguageCode is { } language ? StorableText.Clean(language) : null,
            ReplyToSourceId = message.ReplyToMessage?.Id,
            Intent = ChatIntent.Of(text, message.From.LanguageCode),
            Details = DetailsReader.Of(message),
            Forwarded = message.ForwardOrigin is not null,
        };
    }

    private static MessageEdited Edited(Message message, MessageKind kind) => new()
    {
        Chat = new ChatId(message.Chat.Id),
        SourceId = message.Id,
        Kind = kind,
        Text = TextOf(message),
        EditedAt = At(message.EditDate ?? message.Date),
        Details = DetailsReader.Of(message),
    };

    private static ContactMembership Membership(ChatMemberUpdated change) => new()
    {
        Chat = new ChatId(change.Chat.Id),
        Blocked = change.NewChatMember.Status is ChatMemberStatus.Kicked,
    };

    public static string TextOf(Message message) => StorableText.Clean(message.Text ?? message.Caption ?? "");

    private static string? NameOf(User person)
    {
        var name = StorableText.Clean($"{person.FirstName} {person.LastName}".Trim());
        return name.Length > 0 ? name : null;
    }

    public static DateTimeOffset At(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    private static long? IdOf(JsonElement json) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty("update_id"u8, out var id) && id.ValueKind is JsonValueKind.Number && id.TryGetInt64(out var value)
            ? value
            : null;
}
