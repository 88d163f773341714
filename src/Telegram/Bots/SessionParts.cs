using MultiBot.Domain.Bots;
using MultiBot.Domain.Sessions;
using MultiBot.Telegram.Http;
using Microsoft.Extensions.Logging;

namespace MultiBot.Telegram.Bots;

/// <summary>What a bot token's session works with.</summary>
internal sealed record SessionParts
{
    public required BotId Bot { get; init; }
    public required string BaseUrl { get; init; }
    public required BotToken Token { get; init; }
    /// <summary>Which messages of groups are for the bot.</summary>
    public required GroupPolicy Groups { get; init; }
    public required PoolLease Pools { get; init; }
    public required ISessionListener Listener { get; init; }

    /// <summary>The operator agreed that a webhook is removed.</summary>
    public required bool RemoveWebhook { get; init; }

    /// <summary>The account's @name as it was when somebody last asked; null: nobody has.</summary>
    public required string? Username { get; init; }
    public required TelegramOptions Options { get; init; }
    public required KnownAccounts Accounts { get; init; }
    public required TelegramMetrics Metrics { get; init; }
    public required TimeProvider Time { get; init; }

    /// <summary>This session's own.</summary>
    public required Random Random { get; init; }
    public required ILogger Log { get; init; }
}
