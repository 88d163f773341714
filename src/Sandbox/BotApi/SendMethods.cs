using System.Text.Json;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>sendMessage, the media sends, sendChatAction.</summary>
internal static class SendMethods
{
    /// <summary>UTF-16 units.</summary>
    private const int LongestText = 4096;

    private const int LongestCaption = 1024;

    public static ValueTask<BotApiAnswer> SendMessage(BotCall call)
    {
        var given = call.Arguments.Text("text") ?? "";
        var text = MessageText.Clean(given);
        var marks = GivenEntities.Read(call, given, text, out var unreadable);
        BotApiError? wrong = text switch
        {
            { Length: > LongestText } => BotApiError.TextTooLong,
            { Length: > 0 } => unreadable,
            _ => given.Length == 0 ? BotApiError.TextEmpty : BotApiError.TextBlank,
        };
        return ValueTask.FromResult(Send(call, MessageKind.Text, text, marks, wrong));
    }

    /// <summary>A media method: the file argument bears the name of the kind; its content is not looked at.</summary>
    public static BotMethod SendMedia(MessageKind kind, string argument) => call =>
    {
        var caption = MessageText.Clean(call.Arguments.Text("caption") ?? "");
        var wrong = string.IsNullOrEmpty(call.Arguments.Text(argument)) ? new BotApiError(400, $"Bad Request: there is no {argument} in the request")
            : caption.Length > LongestCaption ? BotApiError.CaptionTooLong
            : null;
        return ValueTask.FromResult(Send(call, kind, caption, [], wrong));
    };

    public static ValueTask<BotApiAnswer> SendChatAction(BotCall call)
    {
        lock (call.Bot.Gate)
        {
            var (chat, refusal) = ChatAccess.Write(call);
            var action = call.Arguments.Text("action");
            refusal ??= string.IsNullOrEmpty(action) ? BotApiError.BadAction : null;
            if (refusal is not null)
                return ValueTask.FromResult(BotApiAnswer.Of(refusal));
            call.Entry.Action = action;
            chat!.ShowAction(action!, call.World.Now);
        }

        return ValueTask.FromResult(BotApiAnswer.True);
    }

    private static BotApiAnswer Send(BotCall call, MessageKind kind, string text, TextMark[] marks, BotApiError? wrong)
    {
        var bot = call.Bot;
        lock (bot.Gate)
        {
            var (chat, refusal) = ChatAccess.Write(call);
            var now = call.World.Now;
            refusal ??= wrong ?? CheckRate(bot, chat!, now);
            if (refusal is not null)
                return BotApiAnswer.Of(refusal);
            if (!TryFindReplied(call, chat!, out var replyTo))
                return BotApiAnswer.Of(BotApiError.ReplyNotFound);
            var entry = new ChatEntry { Id = bot.DrawMessageId(chat!), From = null, At = now, Kind = kind, Text = text, Marks = marks, ReplyTo = replyTo };
            Record(call, chat!, entry, now);
            return BotApiAnswer.Of((bot, chat: chat!, entry), static (json, sent) => MessageJson.WriteMessage(json, sent.bot, sent.chat, sent.entry));
        }
    }

    private static void Record(BotCall call, Chat chat, ChatEntry entry, DateTimeOffset now)
    {
        chat.Add(entry);
        chat.Rate?.Take(now);
        call.Bot.Rate?.Take(now);
        call.World.Totals.Send();
        call.Bot.Sessions.Sent(call.Entry.Label, now);
        call.Entry.MessageId = entry.Id;
        call.Entry.Entities = entry.Marks.Length > 0 ? entry.Marks.Length : null;
        call.World.Sees?.Invoke(new SeenMessage(call.Bot.Id, chat.Id, entry.Text ?? ""));
    }

    private static BotApiError? CheckRate(SandboxBot bot, Chat chat, DateTimeOffset now)
    {
        var chatWait = chat.Rate?.WaitAt(now) ?? TimeSpan.Zero;
        var botWait = bot.Rate?.WaitAt(now) ?? TimeSpan.Zero;
        var wait = chatWait > botWait ? chatWait : botWait;
        return wait > TimeSpan.Zero ? BotApiError.TooMany((int)Math.Ceiling(wait.TotalSeconds)) : null;
    }

    /// <summary>False when the message to reply to is gone and the bot did not allow sending without it.</summary>
    private static bool TryFindReplied(BotCall call, Chat chat, out ChatEntry? replied)
    {
        replied = null;
        if (call.Arguments.Json("reply_parameters") is not { ValueKind: JsonValueKind.Object } reply
            || !reply.TryGetProperty("message_id"u8, out var property)
            || !property.TryGetInt32(out var id))
            return true;
        replied = chat.Find(id);
        return replied is not null
            || (reply.TryGetProperty("allow_sending_without_reply"u8, out var allowed) && allowed.ValueKind is JsonValueKind.True);
    }
}
