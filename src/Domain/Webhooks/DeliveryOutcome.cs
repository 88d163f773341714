using System.Globalization;

namespace MultiBot.Domain.Webhooks;

/// <summary>How one attempt at a webhook ended. Closed.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome() { }

    /// <summary>A code of docs/errors.md; null: delivered.</summary>
    public abstract string? Code { get; }

    /// <summary>The code, with the HTTP status where there was one.</summary>
    public virtual string Spoken => Code ?? "";

    /// <summary>2xx.</summary>
    public sealed record Delivered(int Status) : DeliveryOutcome
    {
        public override string? Code => null;
    }

    /// <summary>Any other answer.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Reason">The phrase beside it, at most 1 KB; the body is not read.</param>
    /// <param name="RetryAfter">How long the receiver asks to wait.</param>
    public sealed record Refused(int Status, string? Reason, TimeSpan? RetryAfter) : DeliveryOutcome
    {
        public override string Spoken => string.Create(CultureInfo.InvariantCulture, $"{Code} {Status}");

        public override string Code => Status switch
        {
            410 => WebhookCodes.Gone,
            408 or 425 or 429 => WebhookCodes.Busy,
            >= 500 => WebhookCodes.ServerError,
            >= 300 and < 400 => WebhookCodes.Redirected,
            _ => WebhookCodes.Refused,
        };
    }

    /// <summary>No answer came.</summary>
    public sealed record Unanswered(string Why) : DeliveryOutcome
    {
        public override string Code => Why;
    }
}
