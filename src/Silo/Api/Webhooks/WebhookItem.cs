using MultiBot.Domain.Bots;
using MultiBot.Domain.Secrets;
using MultiBot.Grains.Abstractions.Webhooks;

namespace MultiBot.Silo.Api.Webhooks;

/// <summary>A webhook. Sent back as it is, it changes nothing.</summary>
public sealed record WebhookItem
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>http or https. Its path or query may be a secret of the receiver's: it is shown to admins and never logged.</summary>
    public required string Url { get; init; }

    /// <summary><c>whsec_…</c> in the answer that made it, a mask from then on.</summary>
    public required string Secret { get; init; }

    /// <summary>Events of these bots only.</summary>
    public string[]? Bots { get; init; }

    /// <summary>Events of bots with this tag only.</summary>
    public string? Tag { get; init; }
    public required string[] Types { get; init; }
    public required bool IncludeText { get; init; }
    public required bool Enabled { get; init; }
    public required WebhookStateView State { get; init; }

    public static WebhookItem Of(WebhookView view) => new()
    {
        Id = view.Id.Value,
        Name = view.Name,
        Url = view.Url,
        Secret = view.Secret,
        Bots = view.Bots,
        Tag = view.Tag,
        Types = view.Types,
        IncludeText = view.IncludeText,
        Enabled = view.Enabled,
        State = WebhookStateView.Of(view),
    };
}

/// <summary>How a webhook does. Only read: passed over when it is sent back.</summary>
public sealed record WebhookStateView
{
    /// <summary>Every event up to this <c>seq</c> was delivered, is a dead letter, or was not for this webhook.</summary>
    public required long Position { get; init; }

    /// <summary>Why the last attempt failed, a code; null after a success.</summary>
    public string? LastError { get; init; }

    /// <summary>Its HTTP status, when there was an answer.</summary>
    public int? LastStatus { get; init; }
    public DateTimeOffset? LastDeliveredAt { get; init; }

    /// <summary>Since when every attempt has failed.</summary>
    public DateTimeOffset? FailingSince { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static WebhookStateView Of(WebhookView view) => new()
    {
        Position = view.Position,
        LastError = view.LastError,
        LastStatus = view.LastStatus,
        LastDeliveredAt = view.LastDeliveredAt,
        FailingSince = view.FailingSince,
        Revision = view.Revision,
        CreatedAt = view.CreatedAt,
        UpdatedAt = view.UpdatedAt,
    };
}

/// <summary>A webhook as it is written; read by Domain, shaped here for the documentation.</summary>
public sealed record WebhookBodyShape
{
    /// <summary>What it is for, 1–100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute, http or https, without user and fragment. A change asks for the secret again.</summary>
    public required string Url { get; init; }

    /// <summary><c>whsec_</c> and base64 of 24 to 64 bytes. Absent or null at first: one is drawn; later absent or masked: unchanged, null: a new one.</summary>
    public Secret? Secret { get; init; }

    /// <summary>Only events of these bots. Absent, and no <c>tag</c>: all bots.</summary>
    public BotId[]? Bots { get; init; }

    /// <summary>Only events of bots with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>At least one type of event.</summary>
    public required string[] Types { get; init; }

    /// <summary>The message's text goes along with events about a message. False when absent.</summary>
    public bool? IncludeText { get; init; }

    /// <summary>True when absent.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>What a ping brought.</summary>
public sealed record WebhookTestView
{
    public required bool Delivered { get; init; }

    /// <summary>The HTTP status; null: no answer.</summary>
    public int? Status { get; init; }

    /// <summary>The phrase beside the status of a refusal, at most 1 KB. The body is not read.</summary>
    public string? Reason { get; init; }
    public required double DurationMs { get; init; }

    /// <summary>Why it was not delivered, a code.</summary>
    public string? Code { get; init; }

    public static WebhookTestView Of(WebhookTest test) => new()
    {
        Delivered = test.Delivered, Status = test.Status, Reason = test.Reason, DurationMs = Math.Round(test.Duration.TotalMilliseconds, 1), Code = test.Code,
    };
}
