using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;

namespace MultiBot.Client.Chats;

/// <summary><c>chats list</c></summary>
internal static class ListChats
{
    public static Command Create(CommandRunner runner)
    {
        var bot = Ids.Bot();
        var paging = new Paging();
        return runner.Command("list", "A bot's chats", RunAsync, [bot, .. paging.Options]);

        async Task<int> RunAsync(CommandCall call)
        {
            var queries = (await call.ConnectAsync()).Queries();
            var answer = await paging.ReadAsync(call, (after, limit) => queries.ListChats(call.Get(bot), after, limit));
            return call.Show(answer, page => PageJson<ChatJson>.Of(page, ChatJson.Of), page => Write(call.Terminal, page));
        }
    }

    private static void Write(Terminal terminal, Page<ChatListItem> page)
    {
        var sheet = new Sheet("CHAT", "NAME", "MODE", "MESSAGES", "LAST ACTIVITY", "LANGUAGE", "TAGS");
        foreach (var chat in page.Items)
            sheet.Add(chat.ChatId.ToString(), chat.Name, Json.Word(chat.Mode), Plain.Number(chat.MessageCount), Plain.Time(chat.LastActivityAt), chat.Language, string.Join(' ', chat.Tags));
        sheet.Write(terminal);
        Paging.ShowNext(terminal, page.Next);
    }
}
