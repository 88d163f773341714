using System.CommandLine;
using System.Globalization;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Events;

namespace MultiBot.Client.Events;

/// <summary><c>multibot events …</c>: what a subscriber could not handle waits for an operator.</summary>
internal static class EventsCommands
{
    public static Command Create(CommandRunner runner) => new("events", "Events that a subscriber could not handle and has put aside")
    {
        CreateDead(runner),
        CreateSettle(runner, "retry", "Have an event handled again, now; exit code 1 when it failed again", retry: true),
        CreateSettle(runner, "drop", "Forget an event for its subscriber; others are not concerned", retry: false),
    };

    private static Command CreateDead(CommandRunner runner)
    {
        var subscriber = new Option<string?>("--subscriber") { Description = "Only of this subscriber, such as events-metrics", HelpName = "name" };
        var paging = new Paging();
        return runner.Command("dead", "What was put aside, and why; oldest first", RunAsync, [subscriber, .. paging.Options]);

        async Task<int> RunAsync(CommandCall call)
        {
            var dead = (await call.ConnectAsync()).DeadEvents();
            var answer = await paging.ReadAsync(
                call, (after, limit) => dead.List(new DeadEventQuery { Subscriber = call.Get(subscriber), After = after, Limit = limit }));
            return call.Show(answer, page => PageJson<DeadEventJson>.Of(page, DeadEventJson.Of), page => Write(call.Terminal, page));
        }
    }

    private static Command CreateSettle(CommandRunner runner, string name, string description, bool retry)
    {
        var id = new Argument<long>("id")
        {
            Description = "What events dead calls it",
            CustomParser = result => long.TryParse(Amounts.TextOf(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : Amounts.Refuse<long>(result, $"'{Amounts.TextOf(result)}' is no id of an event that was put aside; see events dead."),
        };
        return runner.Command(name, description, RunAsync, id);

        async Task<int> RunAsync(CommandCall call)
        {
            var answer = await (await call.ConnectAsync()).DeadEvents().Settle(new DeadEventCommand { Id = call.Get(id), Retry = retry });
            return call.Show(answer, DeadEventJson.Of, dead => call.Terminal.Line(Plain.Cell(
                $"Event {dead.Id} ({dead.Event.Event.Type} of {dead.Event.Event.Bot}) is {(retry ? "handled by" : "dropped for")} {dead.Subscriber}.")));
        }
    }

    private static void Write(Terminal terminal, Page<DeadEvent> page)
    {
        var sheet = new Sheet("ID", "SUBSCRIBER", "FAILED AT", "TRIES", "REASON", "SEQ", "TYPE", "BOT", "CHAT");
        foreach (var dead in page.Items)
        {
            sheet.Add(
                Plain.Number(dead.Id),
                dead.Subscriber,
                Plain.Time(dead.FailedAt),
                Plain.Number(dead.Tries),
                dead.Reason,
                Plain.Number(dead.Event.Seq),
                dead.Event.Event.Type,
                dead.Event.Event.Bot.Value,
                Plain.Number(dead.Event.Event.Chat?.Value));
        }

        sheet.Write(terminal);
        Paging.ShowNext(terminal, page.Next);
    }
}
