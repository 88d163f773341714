using System.Text.Json;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>getUpdates and the webhook methods.</summary>
internal static class UpdateMethods
{
    private const int MostUpdates = 100;
    private const int LongestPollSeconds = 50;

    public static async ValueTask<BotApiAnswer> GetUpdates(BotCall call)
    {
        var offset = (int)Math.Clamp(call.Arguments.Number("offset") ?? 0, int.MinValue, int.MaxValue);
        var limit = call.Arguments.Number("limit", MostUpdates, 1, MostUpdates);
        var timeout = call.Arguments.Number("timeout", 0, 0, LongestPollSeconds);
        var (poll, answer) = Begin(call, offset, limit, timeout > 0);
        if (poll is null)
            return answer;
        var end = await poll.Wait(TimeSpan.FromSeconds(timeout), call.World.Time, call.ClientGone);
        return Finish(call, poll, end, limit);
    }

    /// <summary>Webhooks are remembered, so that getUpdates conflicts with them, but never called.</summary>
    public static ValueTask<BotApiAnswer> SetWebhook(BotCall call)
    {
        var url = call.Arguments.Text("url") ?? "";
        if (url.Length > 0 && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return ValueTask.FromResult(BotApiAnswer.Of(BotApiError.WebhookNotHttps));
        lock (call.Bot.Gate)
        {
            call.Bot.Webhook = url.Length > 0 ? url : null;
            RememberAllowed(call);
            DropPending(call);
            if (call.Bot.Webhook is not null)
                call.Bot.Poll?.End(PollEnd.Webhook);
        }

        return ValueTask.FromResult(BotApiAnswer.True);
    }

    public static ValueTask<BotApiAnswer> DeleteWebhook(BotCall call)
    {
        lock (call.Bot.Gate)
        {
            call.Bot.Webhook = null;
            DropPending(call);
        }

        return ValueTask.FromResult(BotApiAnswer.True);
    }

    public static ValueTask<BotApiAnswer> GetWebhookInfo(BotCall call)
    {
        lock (call.Bot.Gate)
        {
            return ValueTask.FromResult(BotApiAnswer.Of(call.Bot, static (json, bot) =>
            {
                json.WriteStartObject();
                json.WriteString("url"u8, bot.Webhook ?? "");
                json.WriteBoolean("has_custom_certificate"u8, false);
                json.WriteNumber("pending_update_count"u8, bot.Updates.Count);
                json.WriteEndObject();
            }));
        }
    }

    /// <summary>Ends an older poll, confirms, and either has the answer at once or becomes the bot's one waiting poll.</summary>
    private static (LongPoll? Poll, BotApiAnswer Answer) Begin(BotCall call, int offset, int limit, bool mayWait)
    {
        var bot = call.Bot;
        call.Entry.Offset = offset;
        lock (bot.Gate)
        {
            if (bot.Webhook is not null)
                return (null, BotApiAnswer.Of(BotApiError.WebhookActive));
            RememberAllowed(call);
            EndOlderPoll(call);
            call.Entry.Poll = call.World.DrawPoll();
            call.Entry.Confirmed = bot.Updates.Confirm(offset, call.World.Now);
            call.World.Totals.Poll(call.Entry.Confirmed.Value, 0);
            bot.Sessions.Confirmed(call.Entry.Label, call.World.Now, call.Entry.Confirmed.Value);
            if (bot.Updates.Count > 0 || !mayWait)
                return (null, Answer(call, bot.Updates.Oldest(limit)));
            bot.Poll = new LongPoll(call.Entry.Poll.Value);
            return (bot.Poll, default);
        }
    }

    private static void EndOlderPoll(BotCall call)
    {
        if (call.Bot.Poll is not { } older)
            return;
        call.Bot.Poll = null;
        if (!older.End(PollEnd.Conflict))
            return;
        call.Entry.EndedPoll = older.Id;
        call.World.Totals.Conflict();
    }

    private static BotApiAnswer Finish(BotCall call, LongPoll poll, PollEnd end, int limit)
    {
        var bot = call.Bot;
        call.Entry.PollEnd = JsonNamingPolicy.CamelCase.ConvertName(end.ToString());
        lock (bot.Gate)
        {
            if (bot.Poll == poll)
                bot.Poll = null;
            return end switch
            {
                PollEnd.Conflict => BotApiAnswer.Of(BotApiError.OtherPoller),
                PollEnd.Webhook => BotApiAnswer.Of(BotApiError.EndedByWebhook),
                _ => Answer(call, end is PollEnd.Updates ? bot.Updates.Oldest(limit) : []),
            };
        }
    }

    private static BotApiAnswer Answer(BotCall call, PendingUpdate[] updates)
    {
        call.Entry.Updates = updates.Length;
        if (updates.Length > 0)
        {
            call.Entry.FirstUpdateId = updates[0].Id;
            call.Entry.LastUpdateId = updates[^1].Id;
            call.World.Totals.Poll(0, updates.Length);
            call.Bot.Sessions.Received(call.Entry.Label, call.World.Now, updates.Length);
        }

        return BotApiAnswer.Of(updates, static (json, list) =>
        {
            json.WriteStartArray();
            foreach (var update in list)
                json.WriteRawValue(update.Json, skipInputValidation: true);
            json.WriteEndArray();
        });
    }

    private static void DropPending(BotCall call)
    {
        if (!call.Arguments.Flag("drop_pending_updates"))
            return;
        call.Entry.Confirmed = call.Bot.Updates.Clear();
        call.Bot.Sessions.Confirmed(call.Entry.Label, call.World.Now, call.Entry.Confirmed.Value);
    }

    /// <summary>An absent list keeps the last one; an empty list means the default.</summary>
    private static void RememberAllowed(BotCall call)
    {
        if (call.Arguments.Json("allowed_updates") is not { ValueKind: JsonValueKind.Array } list)
            return;
        var kinds = UpdateKinds.None;
        foreach (var name in list.EnumerateArray())
        {
            kinds |= name.ValueEquals("message"u8) ? UpdateKinds.Message
                : name.ValueEquals("edited_message"u8) ? UpdateKinds.EditedMessage
                : name.ValueEquals("my_chat_member"u8) ? UpdateKinds.MyChatMember
                : UpdateKinds.None;
        }

        call.Bot.Updates.Allowed = list.GetArrayLength() == 0 ? UpdateKinds.Default : kinds;
    }
}
