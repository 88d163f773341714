using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Webhooks;

namespace MultiBot.Client.Webhooks;

/// <summary><c>webhooks list</c> and <c>webhooks show</c>.</summary>
internal static class ReadWebhooks
{
    public static Command CreateList(CommandRunner runner)
    {
        return runner.Command("list", "All webhooks, and how they do", RunAsync);

        static async Task<int> RunAsync(CommandCall call) => call.Show(
            await (await call.ConnectAsync()).Webhooks().ListWebhooks(),
            list => new PageJson<WebhookJson>([.. list.Items.Select(WebhookJson.Of)], Next: null),
            list =>
            {
                var sheet = new Sheet("ID", "NAME", "PLACE", "BOTS", "TYPES", "ENABLED", "POSITION", "LAST ERROR", "FAILING SINCE");
                foreach (var hook in list.Items)
                {
                    sheet.Add(
                        hook.Id.Value, hook.Name, WebhookText.Place(hook.Url), WebhookText.Audience(hook), string.Join(' ', hook.Types), WebhookText.Enabled(hook),
                        Plain.Number(hook.Position), hook.LastError, Plain.Time(hook.FailingSince));
                }

                sheet.Write(call.Terminal);
            });
    }

    public static Command CreateShow(CommandRunner runner)
    {
        var id = WebhookText.Id();
        return runner.Command("show", "A webhook, its secret masked", RunAsync, id);

        async Task<int> RunAsync(CommandCall call) => call.Show(
            await (await call.ConnectAsync()).Webhooks().GetWebhook(call.Get(id)), WebhookJson.Of, hook => Write(call.Terminal, hook));
    }

    public static void Write(Terminal terminal, WebhookView hook) => new Facts()
        .Add("id", hook.Id.Value)
        .Add("name", hook.Name)
        .Add("url", hook.Url)
        .Add("secret", hook.Secret)
        .Add("bots", WebhookText.Audience(hook))
        .Add("types", string.Join(' ', hook.Types))
        .Add("text", hook.IncludeText ? "goes along" : "stays here")
        .Add("enabled", WebhookText.Enabled(hook))
        .Add("revision", Plain.Number(hook.Revision))
        .Add("position", Plain.Number(hook.Position))
        .Add("last delivered", Plain.Time(hook.LastDeliveredAt))
        .Add("last error", hook.LastError)
        .Add("last status", Plain.Number(hook.LastStatus))
        .Add("failing since", Plain.Time(hook.FailingSince))
        .Add("created", Plain.Time(hook.CreatedAt))
        .Write(terminal);
}
