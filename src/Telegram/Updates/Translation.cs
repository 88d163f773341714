using MultiBot.Domain.Messages;

namespace MultiBot.Telegram.Updates;

/// <summary>What one update became.</summary>
/// <param name="Id">Telegram's update id; null when it had none that can be read.</param>
/// <param name="Update">The Domain's record; null when there is nothing to tell (a group, a service message, another bot) or to be told.</param>
/// <param name="Code">Set when the update could not be read.</param>
internal readonly record struct Translation(long? Id, InboundUpdate? Update, string? Code = null);
