using System.ComponentModel.DataAnnotations;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Grains.Notices;

/// <summary>Section <c>MultiBot:Notices:Fleet</c>: the address that gets the digests of all bots, beside the chat or instead of it. None when both are empty.</summary>
public sealed class FleetWebhookOptions : IValidatableObject
{
    public const string Section = "MultiBot:Notices:Fleet";

    private const string Name = "fleet";

    /// <summary>As a webhook's url: absolute, http or https. Its path or query may be a secret of the receiver's.</summary>
    public string? Webhook { get; set; }

    /// <summary>As a webhook's secret: <c>whsec_</c> and base64 of 24 to 64 bytes. Signs what is sent; needed, since nobody would be shown one that is drawn.</summary>
    public string? Secret { get; set; }

    /// <summary>As the sender of webhooks wants it; null: there is no address.</summary>
    internal WebhookSettings? Settings =>
        string.IsNullOrEmpty(Webhook) || string.IsNullOrEmpty(Secret) ? null : new WebhookSettings { Name = Name, Url = Webhook, Secret = new Secret(Secret), Types = [] };

    /// <summary>Names the option and never its value.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Webhook) != string.IsNullOrEmpty(Secret))
            yield return new ValidationResult($"{Section} needs both Webhook and Secret, or none.", [string.IsNullOrEmpty(Webhook) ? nameof(Webhook) : nameof(Secret)]);
        if (!string.IsNullOrEmpty(Webhook) && !WebhookReader.IsUrl(Webhook))
            yield return new ValidationResult($"{Section}:Webhook must be an absolute http or https address of at most 2000 characters, without user and fragment.", [nameof(Webhook)]);
        if (!string.IsNullOrEmpty(Secret) && !WebhookSignature.IsSecret(Secret))
            yield return new ValidationResult($"{Section}:Secret must be whsec_ and base64 of 24 to 64 bytes.", [nameof(Secret)]);
    }
}
