using MultiBot.Domain.Bots;

namespace MultiBot.Telegram.Updates;

/// <summary>Who the bot is, and which messages of groups it hears.</summary>
/// <param name="Id">Its id on Telegram, which is the number of its token.</param>
/// <param name="Username">Without the @; empty or null: it has none.</param>
/// <param name="Groups">The bot's <c>telegram.groups</c>.</param>
internal sealed record BotIdentity(long Id, string? Username, GroupPolicy Groups);
