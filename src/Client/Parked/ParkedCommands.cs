using System.CommandLine;
using MultiBot.Client.Chats;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;

namespace MultiBot.Client.Parked;

/// <summary><c>multibot parked …</c>: messages that failed too often or are overdue wait for an operator.</summary>
internal static class ParkedCommands
{
    public static Command Create(CommandRunner runner) => new("parked", "Messages that wait for you: failed too often, or overdue")
    {
        CreateList(runner),
        CreateSettle(runner, "retry", "Put a message back: it is answered whatever its age", retry: true),
        CreateSettle(runner, "drop", "Leave a message unanswered for good", retry: false),
    };

    private static Command CreateList(CommandRunner runner)
    {
        var bot = Ids.Bot();
        var paging = new Paging();
        return runner.Command("list", "What waits, oldest first", RunAsync, [bot, .. paging.Options]);

        async Task<int> RunAsync(CommandCall call)
        {
            var queries = (await call.ConnectAsync()).Queries();
            var answer = await paging.ReadAsync(call, (after, limit) => queries.ListParked(call.Get(bot), after, limit));
            return call.Show(answer, page => PageJson<ParkedJson>.Of(page, ParkedJson.Of), page => Write(call.Terminal, page));
        }
    }

    private static Command CreateSettle(CommandRunner runner, string name, string description, bool retry)
    {
        var bot = Ids.Bot();
        var message = new Argument<long>("message") { Description = "The message's id" };
        return runner.Command(name, description, RunAsync, bot, message);

        async Task<int> RunAsync(CommandCall call)
        {
            var grains = await call.ConnectAsync();
            var found = await grains.Queries().GetParked(call.Get(bot), call.Get(message));
            if (found.Value is not { } item) return call.Refuse(found.Problem);
            var answer = await grains.Girl(new ChatKey(call.Get(bot), item.ChatId)).SettleParked(item.Message.Id, retry);
            var done = retry ? "is put back" : "is dropped";
            return call.Show(answer, accepted => new AcceptedJson(accepted.MessageId), accepted => call.Terminal.Line($"Message {accepted.MessageId} {done}."));
        }
    }

    private static void Write(Terminal terminal, Page<ParkedItem> page)
    {
        var sheet = new Sheet("ID", "CHAT", "AT", "STATE", "CODE", "ATTEMPTS", "TEXT");
        foreach (var (item, message) in page.Items.Select(item => (item, item.Message)))
        {
            sheet.Add(
                Plain.Number(message.Id),
                item.ChatId.ToString(),
                Plain.Time(message.At),
                MessageJson.StateOf(message),
                message.Code,
                Plain.Number(message.Attempts),
                ShowChat.TextOf(message));
        }

        sheet.Write(terminal);
        Paging.ShowNext(terminal, page.Next);
    }
}

internal sealed record ParkedJson(long ChatId, MessageJson Message)
{
    public static ParkedJson Of(ParkedItem item) => new(item.ChatId.Value, MessageJson.Of(item.Message));
}
