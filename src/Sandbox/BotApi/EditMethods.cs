using System.Text.Json;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>editMessageText, deleteMessage, deleteMessages.</summary>
internal static class EditMethods
{
    private const int LongestText = 4096;

    public static ValueTask<BotApiAnswer> EditMessageText(BotCall call)
    {
        var given = call.Arguments.Text("text") ?? "";
        var text = MessageText.Clean(given);
        var marks = GivenEntities.Read(call, given, text, out var unreadable);
        lock (call.Bot.Gate)
        {
            var (chat, refusal) = ChatAccess.Write(call);
            var entry = chat is null ? null : FindMessage(call, chat);
            refusal ??= WhyNotEdit(entry, text, marks) ?? unreadable;
            if (refusal is not null)
                return ValueTask.FromResult(BotApiAnswer.Of(refusal));
            (entry!.Text, entry.Marks) = (text, marks);
            entry.EditedAt = call.World.Now;
            return ValueTask.FromResult(BotApiAnswer.Of(
                (call.Bot, chat: chat!, entry),
                static (json, edited) => MessageJson.WriteMessage(json, edited.Bot, edited.chat, edited.entry)));
        }
    }

    public static ValueTask<BotApiAnswer> DeleteMessage(BotCall call)
    {
        lock (call.Bot.Gate)
        {
            var (chat, refusal) = ChatAccess.Read(call);
            var entry = chat is null ? null : FindMessage(call, chat);
            refusal ??= entry is null ? BotApiError.DeleteNotFound : null;
            if (refusal is not null)
                return ValueTask.FromResult(BotApiAnswer.Of(refusal));
            entry!.Deleted = true;
        }

        return ValueTask.FromResult(BotApiAnswer.True);
    }

    /// <summary>Those that are there; the others are skipped, as Telegram does.</summary>
    public static ValueTask<BotApiAnswer> DeleteMessages(BotCall call)
    {
        lock (call.Bot.Gate)
        {
            var (chat, refusal) = ChatAccess.Read(call);
            if (refusal is not null)
                return ValueTask.FromResult(BotApiAnswer.Of(refusal));
            if (call.Arguments.Json("message_ids") is not { ValueKind: JsonValueKind.Array } ids)
                return ValueTask.FromResult(BotApiAnswer.Of(new BotApiError(400, "Bad Request: message identifiers are not specified")));
            foreach (var id in ids.EnumerateArray())
            {
                if (id.TryGetInt32(out var number) && chat!.Find(number) is { } entry)
                    entry.Deleted = true;
            }
        }

        return ValueTask.FromResult(BotApiAnswer.True);
    }

    private static ChatEntry? FindMessage(BotCall call, Chat chat)
    {
        if (call.Arguments.Number("message_id") is not { } id || id is < 1 or > int.MaxValue)
            return null;
        call.Entry.MessageId = (int)id;
        return chat.Find((int)id);
    }

    private static BotApiError? WhyNotEdit(ChatEntry? entry, string text, TextMark[] marks) => entry switch
    {
        null => BotApiError.EditNotFound,
        { From: not null } or { Kind: not MessageKind.Text } => BotApiError.NotEditable,
        _ when text.Length == 0 => BotApiError.TextEmpty,
        _ when text.Length > LongestText => BotApiError.TextTooLong,
        _ when text == entry.Text && marks.SequenceEqual(entry.Marks) => BotApiError.NotModified,
        _ => null,
    };
}
