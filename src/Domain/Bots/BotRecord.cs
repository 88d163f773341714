namespace MultiBot.Domain.Bots;

/// <summary>A registered bot. <see cref="OwnJson"/> is what its operator wrote (fields he left out are absent, secrets masked), kept so that templates can show through.</summary>
public sealed record BotRecord
{
    public required BotConfig Config { get; init; }
    public required string OwnJson { get; init; }
    public long Revision { get; init; }
    public bool ShouldRun { get; init; } = true;

    /// <summary>Path of the discovery file that owns this bot, relative to the folder. Null: registered by API or console.</summary>
    public string? Source { get; init; }

    /// <summary>Its operator agreed that a webhook set at Telegram is removed.</summary>
    public bool RemoveWebhook { get; init; }

    /// <summary>The @name Telegram gave for the account that is configured. Null: it was not asked yet.</summary>
    public string? Username { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; init; }
}
