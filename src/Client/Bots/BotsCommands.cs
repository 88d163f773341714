using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Client.Bots;

/// <summary><c>multibot bots …</c></summary>
internal static class BotsCommands
{
    public static Command Create(CommandRunner runner) => new("bots", "Register, watch, change and steer bots")
    {
        ListBots.Create(runner),
        ShowBot.Create(runner),
        ShowBot.CreateStatus(runner),
        AddBot.Create(runner),
        EditBot.Create(runner),
        SteerBots.Create(runner, BatchAction.Start),
        SteerBots.Create(runner, BatchAction.Stop),
        SteerBots.Create(runner, BatchAction.Restart),
        SteerBots.Create(runner, BatchAction.Remove),
    };
}
