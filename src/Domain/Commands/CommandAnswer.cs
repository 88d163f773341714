using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Commands;

/// <summary>What became of a command.</summary>
/// <param name="Text">What the admin reads.</param>
/// <param name="Then">What happens to the bot once the admin could read it.</param>
public sealed record CommandAnswer(FormattedText Text, BotSteer? Then = null);

/// <summary>What ends the session by which the answer leaves: done after it.</summary>
public enum BotSteer : byte
{
    Restart,
    Stop,
}
