using MultiBot.Grains.Abstractions.Webhooks;

namespace MultiBot.Client.Webhooks;

/// <summary>A webhook as REST answers it.</summary>
internal sealed record WebhookJson(
    string Id, string Name, string Url, string Secret, string[]? Bots, string? Tag, string[] Types, bool IncludeText, bool Enabled, WebhookStateJson State)
{
    public static WebhookJson Of(WebhookView view) => new(
        view.Id.Value, view.Name, view.Url, view.Secret, view.Bots, view.Tag, view.Types, view.IncludeText, view.Enabled, WebhookStateJson.Of(view));
}

internal sealed record WebhookStateJson(
    long Position, string? LastError, int? LastStatus, DateTimeOffset? LastDeliveredAt, DateTimeOffset? FailingSince, long Revision,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static WebhookStateJson Of(WebhookView view) => new(
        view.Position, view.LastError, view.LastStatus, view.LastDeliveredAt, view.FailingSince, view.Revision, view.CreatedAt, view.UpdatedAt);
}

internal sealed record WebhookTestJson(bool Delivered, int? Status, string? Reason, double DurationMs, string? Code)
{
    public static WebhookTestJson Of(WebhookTest test) =>
        new(test.Delivered, test.Status, test.Reason, Math.Round(test.Duration.TotalMilliseconds, 1), test.Code);
}
