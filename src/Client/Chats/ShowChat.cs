using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;

namespace MultiBot.Client.Chats;

/// <summary><c>chats show</c>: a chat and its last messages, oldest first.</summary>
internal static class ShowChat
{
    private const int DefaultLimit = 20;
    private const int LargestPage = 200;

    public static Command Create(CommandRunner runner)
    {
        var bot = Ids.Bot();
        var chat = Ids.Chat();
        var limit = Amounts.Count("--limit", "How many of the last messages", LargestPage, DefaultLimit);
        var before = new Option<string?>("--before") { Description = "Messages older than this cursor", HelpName = "cursor" };
        return runner.Command("show", "A chat and its last messages", RunAsync, bot, chat, limit, before);

        async Task<int> RunAsync(CommandCall call)
        {
            var queries = (await call.ConnectAsync()).Queries();
            var key = new ChatKey(call.Get(bot), call.Get(chat));
            var found = await queries.GetChat(key);
            if (found.Value is not { } item) return call.Refuse(found.Problem);
            var page = await queries.ListMessages(key, call.Get(before), call.Get(limit), newestFirst: true);
            return call.Show(page, value => Shape(item, value), value => Write(call.Terminal, item, value));
        }
    }

    private static ChatWithMessagesJson Shape(ChatListItem chat, Page<MessageItem> page) =>
        new(ChatJson.Of(chat), PageJson<MessageJson>.Of(page with { Items = [.. page.Items.Reverse()] }, MessageJson.Of));

    private static void Write(Terminal terminal, ChatListItem chat, Page<MessageItem> page)
    {
        new Facts()
            .Add("chat", chat.ChatId.ToString())
            .Add("name", chat.Name)
            .Add("mode", Json.Word(chat.Mode))
            .Add("human until", Plain.Time(chat.HumanUntil))
            .Add("messages", Plain.Number(chat.MessageCount))
            .Add("last activity", Plain.Time(chat.LastActivityAt))
            .Add("language", chat.Language)
            .Add("tags", chat.Tags.Length > 0 ? string.Join(' ', chat.Tags) : null)
            .Add("approval", chat.Approval switch { true => "on", false => "off", null => null })
            .Write(terminal);
        terminal.Line("");
        var sheet = new Sheet("ID", "AT", "BY", "STATE", "TEXT");
        foreach (var message in page.Items.Reverse())
            sheet.Add(Plain.Number(message.Id), Plain.Time(message.At), Json.Word(message.By), State(message), TextOf(message));
        sheet.Write(terminal);
        if (page.Next is { } next) terminal.ErrorLine($"There are older ones: --before {next}.");
    }

    private static string? State(MessageItem message) =>
        message.Code is null ? MessageJson.StateOf(message) : $"{MessageJson.StateOf(message)} ({message.Code})";

    internal static string TextOf(MessageItem message)
    {
        var text = message.Kind is MessageKind.Text ? message.Text : $"[{Json.Word(message.Kind)}] {string.Join(' ', new[] { message.Transcript, message.Text }.Where(said => !string.IsNullOrEmpty(said)))}";
        if (message.Deleted) return "(deleted) " + text;
        return message.EditedAt is null ? text : text + " (edited)";
    }
}
