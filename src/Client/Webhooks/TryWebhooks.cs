using System.CommandLine;
using System.Globalization;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Grains.Abstractions;

namespace MultiBot.Client.Webhooks;

/// <summary><c>webhooks test</c> and <c>webhooks remove</c>.</summary>
internal static class TryWebhooks
{
    public static Command CreateTest(CommandRunner runner)
    {
        var id = WebhookText.Id();
        return runner.Command("test", "Send a ping now; exit code 1 when it was not taken", RunAsync, id);

        async Task<int> RunAsync(CommandCall call)
        {
            var answer = await (await call.ConnectAsync()).Webhooks().TestWebhook(call.Get(id));
            if (answer.Value is not { } test) return call.Refuse(answer.Problem);
            if (call.WantsJson) Json.Write(call.Terminal, WebhookTestJson.Of(test));
            else call.Terminal.Line(Say(test));
            return test.Delivered ? ExitCode.Done : ExitCode.Failed;
        }
    }

    public static Command CreateRemove(CommandRunner runner)
    {
        var id = WebhookText.Id();
        var yes = Confirmation.Yes();
        var revision = new Option<long?>("--revision") { Description = "Only if the webhook still stands at this revision", HelpName = "n" };
        return runner.Command("remove", "Remove a webhook; nothing is sent to it any more", RunAsync, id, yes, revision);

        async Task<int> RunAsync(CommandCall call)
        {
            var agreed = await Confirmation.AskAsync(call, yes, $"Remove {call.Get(id)}? Its position and its secret go with it.");
            if (agreed is null) return call.Misuse("Nobody can be asked: --yes.");
            if (agreed is false) return call.Fail("Nothing was changed.");
            return call.Show(
                await (await call.ConnectAsync()).Webhooks().RemoveWebhook(call.Get(id), call.Get(revision)),
                WebhookJson.Of,
                hook => call.Terminal.Line($"Removed {hook.Id}."));
        }
    }

    private static string Say(Grains.Abstractions.Webhooks.WebhookTest test)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{test.Duration.TotalMilliseconds:0} ms");
        var status = string.Create(CultureInfo.InvariantCulture, $"{test.Status} {Plain.Cell(test.Reason)}").Trim();
        return test.Delivered ? $"Taken: {status}, {time}." : $"Not taken: {test.Code}{(status.Length > 0 ? $", {status}" : "")}, {time}.";
    }
}
