using System.Text.RegularExpressions;

namespace MultiBot.Domain.Webhooks;

/// <summary>A webhook's name in the cluster: <c>wh_</c> and up to 40 of <c>a-z 0-9</c>, drawn when it is made.</summary>
[GenerateSerializer, Immutable, Alias("multibot.webhook-id")]
public readonly partial record struct WebhookId
{
    public const string Prefix = "wh_";

    /// <summary>The grain that delivers is found by this and the id.</summary>
    public const string GrainType = "webhook";

    private WebhookId(string value) => Value = value;

    [Id(0)] public string Value { get; init; }

    /// <summary>As the dead letters of this webhook are filed.</summary>
    public string Subscriber => $"{GrainType}:{Value}";

    public static bool TryParse(string? text, out WebhookId id)
    {
        id = text is not null && Shape().IsMatch(text) ? new WebhookId(text) : default;
        return id.Value is not null;
    }

    /// <exception cref="FormatException">No id of a webhook.</exception>
    public static WebhookId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("No id of a webhook: wh_ and up to 40 of a-z 0-9.");

    public override string ToString() => Value;

    [GeneratedRegex(@"^wh_[a-z0-9]{1,40}\z")]
    private static partial Regex Shape();
}
