using System.Globalization;
using MultiBot.Sandbox.BotApi;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.Control;

/// <summary>What people saw: <c>GET /control/chats/{token}</c> and <c>/control/chats/{token}/{chatId}</c>.</summary>
internal sealed class ChatsControl(SandboxWorld world)
{
    private const int LongestWaitSeconds = 60;
    private const int DefaultWaitSeconds = 20;

    public async Task List(HttpContext http)
    {
        if (await ReadBot(http) is { } number)
            await ControlBody.Write(http, ListOf(number), ControlJson.Default.ChatAnswerArray);
    }

    /// <summary>
    /// The log, oldest first. With <c>waitFor=n</c> it is answered once the bot has sent n messages to this chat in all, or
    /// after <c>timeout</c> seconds. An unknown chat is an empty one.
    /// </summary>
    public async Task Read(HttpContext http)
    {
        if (await ReadBot(http) is not { } number)
            return;
        if (!long.TryParse(http.Request.RouteValues["chatId"] as string, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chatId))
        {
            await ControlBody.Refuse(http, "bad-chat-id", "The chat id must be a number.");
            return;
        }

        if (!QueryNumber.TryRead(http, "waitFor", 0, int.MaxValue, 0, out var waitFor)
            || !QueryNumber.TryRead(http, "timeout", 0, LongestWaitSeconds, DefaultWaitSeconds, out var timeout))
        {
            await ControlBody.Refuse(http, "bad-query", $"waitFor must be a number from 0, timeout one from 0 to {LongestWaitSeconds}.");
            return;
        }

        if (waitFor > 0)
            await Wait(number, chatId, (int)waitFor, TimeSpan.FromSeconds(timeout), http.RequestAborted);
        await ControlBody.Write(http, LogOf(number, chatId), ControlJson.Default.EntryAnswerArray);
    }

    private async Task Wait(long number, long chatId, int waitFor, TimeSpan timeout, CancellationToken clientGone)
    {
        var bot = world.Bot(number);
        Chat chat;
        ChatWatch watch;
        lock (bot.Gate)
        {
            chat = bot.OpenChat(chatId, ChatIds.TypeOf(chatId));
            watch = chat.Watch(waitFor);
        }

        await watch.Signal.Task.WaitAsync(timeout, world.Time, clientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (bot.Gate)
            chat.Forget(watch);
    }

    private EntryAnswer[] LogOf(long number, long chatId)
    {
        if (world.FindBot(number) is not { } bot)
            return [];
        lock (bot.Gate)
            return bot.FindChat(chatId) is { } chat ? [.. chat.Entries.Select(EntryOf)] : [];
    }

    private ChatAnswer[] ListOf(long number)
    {
        if (world.FindBot(number) is not { } bot)
            return [];
        var now = world.Now;
        lock (bot.Gate)
            return [.. bot.Chats.Values.Where(chat => chat.Started).Select(chat => ChatOf(chat, now))];
    }

    private static EntryAnswer EntryOf(ChatEntry entry) => new(
        entry.Id,
        entry.From is null ? "bot" : "person",
        entry.Text,
        entry.At,
        entry.Kind is MessageKind.Text ? null : Names.Of(entry.Kind),
        entry.EditedAt,
        entry.Deleted ? true : null,
        entry.ReplyTo?.Id,
        entry.From?.Id,
        entry.Marks.Length > 0 ? entry.Marks : null);

    private static ChatAnswer ChatOf(Chat chat, DateTimeOffset now) => new(
        chat.Id,
        MessageJson.Name(chat.Type),
        chat.Type is ChatType.Private ? chat.Person?.FirstName : chat.Title,
        chat.Entries.Count,
        chat.BotEntries,
        chat.Blocked,
        chat.ActionAt(now),
        chat.Entries.Count > 0 ? chat.Entries[^1].At : null,
        chat.MigratedTo);

    private static async Task<long?> ReadBot(HttpContext http)
    {
        if (BotToken.TryParseNumber(http.Request.RouteValues["token"] as string ?? "", out var number))
            return number;
        await ControlBody.Refuse(http, "bad-token", "The token must be a bot's number or <number>:<secret>.");
        return null;
    }
}
