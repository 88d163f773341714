using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions.Webhooks;

namespace MultiBot.Client.Webhooks;

/// <summary>Webhooks in words.</summary>
internal static class WebhookText
{
    public static Argument<WebhookId> Id() => new("webhook")
    {
        Description = "The webhook's id, wh_…",
        CustomParser = result => WebhookId.TryParse(Amounts.TextOf(result), out var id)
            ? id
            : Amounts.Refuse<WebhookId>(result, $"'{Amounts.TextOf(result)}' is no id of a webhook; see webhooks list."),
    };

    /// <summary>A list is looked at over shoulders: what follows the host may be a secret.</summary>
    public static string Place(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : "";

    public static string Audience(WebhookView hook) => hook switch
    {
        { Bots: { } bots } => string.Join(' ', bots),
        { Tag: { } tag } => $"tag {tag}",
        _ => "all",
    };

    public static string Enabled(WebhookView hook) => hook.Enabled ? "yes" : "no";
}
