using MultiBot.Domain.Commands;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>A command of the bot's admin, being carried out, then being answered.</summary>
public sealed record Order
{
    public required long Ticket { get; init; }
    public required InboxMessage Command { get; init; }
    public BotSteer? Then { get; init; }

    /// <summary>The answer being committed, kept for repeats; null while the command is carried out.</summary>
    public TurnSlice? Slice { get; init; }
    public DateTimeOffset? RepeatAt { get; init; }
}

/// <summary>What is to be done to the bot when its last words have left, or have not in time.</summary>
/// <param name="Then">What.</param>
/// <param name="Turn">The last words; null when they are not waited for.</param>
/// <param name="Until">How long.</param>
public sealed record Farewell(BotSteer Then, long? Turn, DateTimeOffset Until);
