using MultiBot.Domain.Bots;
using MultiBot.Domain.Secrets;

namespace MultiBot.Domain.Webhooks;

/// <summary>Somebody's address to which events are sent, as it is kept.</summary>
public sealed record Webhook
{
    public required WebhookId Id { get; init; }
    public required WebhookSettings Settings { get; init; }
    public required WebhookState State { get; init; }

    /// <summary>Rises with every change of the settings.</summary>
    public long Revision { get; init; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What an operator decides.</summary>
public sealed record WebhookSettings
{
    public required string Name { get; init; }

    /// <summary>Absolute, http or https. Its path or query may be a secret of the receiver's: only <see cref="Place"/> is ever logged.</summary>
    public required string Url { get; init; }

    /// <summary>Signs what is sent (<see cref="WebhookSignature"/>).</summary>
    public required Secret Secret { get; init; }

    /// <summary>Events of these bots only. Null: of all, or of those with <see cref="Tag"/>.</summary>
    public IReadOnlyList<BotId>? Bots { get; init; }

    /// <summary>Events of bots that have this tag when the event is handled.</summary>
    public string? Tag { get; init; }

    /// <summary>One or more of <see cref="Events.EventTypes"/>.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Whether a message's text goes along.</summary>
    public bool IncludeText { get; init; }
    public bool Enabled { get; init; } = true;

    /// <summary>The address without what may be secret: scheme, host and port.</summary>
    public string Place => new Uri(Url).GetLeftPart(UriPartial.Authority);
}

/// <summary>How far a webhook has come, and how it is doing.</summary>
public sealed record WebhookState
{
    /// <summary>Every event up to this <c>seq</c> was delivered, or is among the dead letters, or was not for this webhook.</summary>
    public required long Position { get; init; }

    /// <summary>Why the last attempt failed, a code of docs/errors.md; null once one succeeds.</summary>
    public string? LastError { get; init; }

    /// <summary>The HTTP status of that failure, when there was an answer.</summary>
    public int? LastStatus { get; init; }
    public DateTimeOffset? LastDeliveredAt { get; init; }

    /// <summary>Since when every attempt has failed.</summary>
    public DateTimeOffset? FailingSince { get; init; }
}
