using System.Text.Json;
using MultiBot.Domain.Messages;
using ChatId = MultiBot.Domain.Chats.ChatId;

namespace MultiBot.Telegram.Updates;

/// <summary>
/// What can still be said of a new message that could not be read: which chat it is in and which number it has. It is stored
/// parked, so that somebody sees that a person wrote.
/// </summary>
internal static class UnreadableMessage
{
    /// <summary>Null when it is no new message of a private chat, or says too little. <paramref name="now"/> stands in for a date that can't be read.</summary>
    public static MessageArrived? Find(JsonElement update, DateTimeOffset now)
    {
        if (Object(update, "message") is not { } message || Object(message, "chat") is not { } chat || !IsPrivate(chat))
            return null;
        return Number(chat, "id") is { } chatId && Number(message, "message_id") is { } messageId
            ? new MessageArrived
            {
                Chat = new ChatId(chatId),
                SourceId = messageId,
                Kind = MessageKind.Other,
                Text = "",
                At = Number(message, "date") is >= 0 and <= uint.MaxValue and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : now,
                Unreadable = TelegramCodes.UpdateUnreadable,
            }
            : null;
    }

    private static bool IsPrivate(JsonElement chat) =>
        chat.TryGetProperty("type"u8, out var type) && type.ValueKind is JsonValueKind.String && type.ValueEquals("private"u8);

    private static JsonElement? Object(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object ? value : null;

    private static long? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
