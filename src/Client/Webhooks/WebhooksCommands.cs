using System.CommandLine;
using MultiBot.Client.Commands;

namespace MultiBot.Client.Webhooks;

/// <summary><c>multibot webhooks …</c>: addresses to which events are sent.</summary>
internal static class WebhooksCommands
{
    public static Command Create(CommandRunner runner) => new("webhooks", "Addresses to which events are sent")
    {
        ReadWebhooks.CreateList(runner),
        ReadWebhooks.CreateShow(runner),
        AddWebhook.Create(runner),
        EditWebhook.Create(runner),
        TryWebhooks.CreateRemove(runner),
        TryWebhooks.CreateTest(runner),
    };
}
