using System.ComponentModel.DataAnnotations;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Grains.Notices;

/// <summary>Section <c>MultiBot:Notices:Fleet</c>: the chat and the address to which it is told of all bots; each where it is named, nobody where none is.</summary>
public sealed class FleetNoticesOptions : IValidatableObject
{
    public const string Section = $"{NoticesOptions.Section}:Fleet";

    private const string Name = "fleet";

    /// <summary>The bot that tells.</summary>
    public string? Bot { get; set; }

    /// <summary>The chat, in which somebody has written to that bot.</summary>
    public long? ChatId { get; set; }

    /// <summary>As a webhook's url: absolute, http or https. Its path or query may be a secret of the receiver's.</summary>
    public string? Webhook { get; set; }

    /// <summary>As a webhook's secret: <c>whsec_</c> and base64 of 24 to 64 bytes. Signs what is sent; needed, since nobody would be shown one that is drawn.</summary>
    public string? Secret { get; set; }

    /// <summary>Between two digests.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);

    internal ChatKey? Chat => BotId.TryParse(Bot, out var bot) && ChatId is { } chat ? new ChatKey(bot, new ChatId(chat)) : null;

    /// <summary>As the sender of webhooks wants the address.</summary>
    internal WebhookSettings? Address =>
        string.IsNullOrEmpty(Webhook) || string.IsNullOrEmpty(Secret) ? null : new WebhookSettings { Name = Name, Url = Webhook, Secret = new Secret(Secret), Types = [] };

    /// <summary>Names the option and never its value.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Bot is not null && !BotId.TryParse(Bot, out _))
            yield return new ValidationResult($"{Section}:Bot is no bot's id.", [nameof(Bot)]);
        if (Bot is null != ChatId is null)
            yield return new ValidationResult($"{Section} needs both Bot and ChatId, or none.", [nameof(ChatId)]);
        if (ChatId is 0)
            yield return new ValidationResult($"{Section}:ChatId is never 0.", [nameof(ChatId)]);
        if (string.IsNullOrEmpty(Webhook) != string.IsNullOrEmpty(Secret))
            yield return new ValidationResult($"{Section} needs both Webhook and Secret, or none.", [string.IsNullOrEmpty(Webhook) ? nameof(Webhook) : nameof(Secret)]);
        if (!string.IsNullOrEmpty(Webhook) && !WebhookReader.IsUrl(Webhook))
            yield return new ValidationResult($"{Section}:Webhook must be an absolute http or https address of at most 2000 characters, without user and fragment.", [nameof(Webhook)]);
        if (!string.IsNullOrEmpty(Secret) && !WebhookSignature.IsSecret(Secret))
            yield return new ValidationResult($"{Section}:Secret must be whsec_ and base64 of 24 to 64 bytes.", [nameof(Secret)]);
    }
}
