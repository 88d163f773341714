using MultiBot.Domain.Problems;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Grains.Abstractions.Webhooks;

/// <summary>The door of the webhooks: makes, reads, changes, removes and tries them. Answered by any silo.</summary>
[Alias("multibot.IWebhooksGrain")]
public interface IWebhooksGrain : IGrainWithStringKey
{
    /// <summary>All, in order of making.</summary>
    [Alias("ListWebhooks")]
    Task<Answer<WebhookList>> ListWebhooks();

    [Alias("GetWebhook")]
    Task<Answer<WebhookView>> GetWebhook(WebhookId id);

    /// <summary>Makes a webhook from its JSON; it begins with what happens from now on. The answer alone holds its secret.</summary>
    [Alias("AddWebhook")]
    Task<Answer<WebhookView>> AddWebhook(WebhookWrite write);

    /// <summary>Replaces or merge-patches the settings, applied before it answers. Holds the secret when a new one was drawn or given.</summary>
    [Alias("ChangeWebhook")]
    Task<Answer<WebhookView>> ChangeWebhook(WebhookId id, WebhookWrite write);

    /// <summary>Nothing is sent any more once it answers; what is on its way may still arrive.</summary>
    [Alias("RemoveWebhook")]
    Task<Answer<WebhookView>> RemoveWebhook(WebhookId id, long? expectedRevision);

    /// <summary>Sends a ping now and tells what came back, whether the webhook is enabled or not.</summary>
    [Alias("TestWebhook")]
    Task<Answer<WebhookTest>> TestWebhook(WebhookId id);
}

[GenerateSerializer, Immutable, Alias("multibot.webhook-write")]
public sealed record WebhookWrite
{
    /// <summary>A webhook's JSON, or a merge patch (RFC 7396) of it.</summary>
    [Id(0)] public required string Json { get; init; }
    [Id(1)] public bool Merge { get; init; }
    [Id(2)] public long? ExpectedRevision { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.webhook-list")]
public sealed record WebhookList
{
    [Id(0)] public required WebhookView[] Items { get; init; }
}

/// <summary>A webhook as operators see it.</summary>
[GenerateSerializer, Immutable, Alias("multibot.webhook-view")]
public sealed record WebhookView
{
    [Id(0)] public required WebhookId Id { get; init; }
    [Id(1)] public required string Name { get; init; }
    [Id(2)] public required string Url { get; init; }

    /// <summary>The mask; the secret itself only in the answer that made it.</summary>
    [Id(3)] public required string Secret { get; init; }
    [Id(4)] public string[]? Bots { get; init; }
    [Id(5)] public string? Tag { get; init; }
    [Id(6)] public required string[] Types { get; init; }
    [Id(7)] public bool IncludeText { get; init; }
    [Id(8)] public bool Enabled { get; init; }
    [Id(9)] public required long Revision { get; init; }
    [Id(10)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(11)] public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Every event up to this <c>seq</c> is finished.</summary>
    [Id(12)] public required long Position { get; init; }
    [Id(13)] public string? LastError { get; init; }
    [Id(14)] public int? LastStatus { get; init; }
    [Id(15)] public DateTimeOffset? LastDeliveredAt { get; init; }
    [Id(16)] public DateTimeOffset? FailingSince { get; init; }
}

/// <summary>What one call to a webhook's address brought.</summary>
[GenerateSerializer, Immutable, Alias("multibot.webhook-test")]
public sealed record WebhookTest
{
    [Id(0)] public required bool Delivered { get; init; }

    /// <summary>The HTTP status; null: no answer.</summary>
    [Id(1)] public int? Status { get; init; }

    /// <summary>The phrase beside the status of a refusal, at most 1 KB.</summary>
    [Id(2)] public string? Reason { get; init; }

    /// <summary>Until the answer's head was there, or the attempt was given up.</summary>
    [Id(3)] public required TimeSpan Duration { get; init; }

    /// <summary>A code of docs/errors.md; null: delivered.</summary>
    [Id(4)] public string? Code { get; init; }
}
