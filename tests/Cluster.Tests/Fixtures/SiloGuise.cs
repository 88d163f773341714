namespace MultiBot.Cluster.Tests.Fixtures;

/// <summary>How a silo's process is started.</summary>
/// <param name="Program">The assembly.</param>
/// <param name="Settings">Settings and environment besides those of every silo.</param>
internal sealed record SiloGuise(string Program, params (string Key, string Value)[] Settings)
{
    /// <summary>The program that an operator runs.</summary>
    public static SiloGuise Ordinary { get; } = new("MultiBot.Silo.dll");

    /// <summary>The same silo, whose chats can be stopped at any point of a message's life.</summary>
    public static SiloGuise Armed { get; } = new("MultiBot.ArmedSilo.dll");
}
