using System.CommandLine;
using MultiBot.Client.Commands;

namespace MultiBot.Client.Sandbox;

/// <summary><c>multibot sandbox …</c></summary>
internal static class SandboxCommands
{
    public static Command Create(CommandRunner runner) => new("sandbox", "Play a person who writes to a bot")
    {
        SandboxChatCommand.Create(runner),
    };
}
