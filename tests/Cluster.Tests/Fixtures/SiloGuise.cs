using System.Globalization;

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

    /// <summary>libfaketime, which sets the clock of one process; null where it is not installed (Debian, Ubuntu: apt-get install faketime).</summary>
    public static string? FakeTime { get; } = Directory
        .GetDirectories("/usr/lib", "faketime", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
        .Select(folder => Path.Combine(folder, "libfaketimeMT.so.1"))
        .FirstOrDefault(File.Exists);

    /// <summary>The ordinary silo, whose clock is wrong by that much. Its monotonic clock, on which waits and deadlines run, is as everybody's.</summary>
    public static SiloGuise WithClock(TimeSpan shift) => Ordinary with
    {
        Settings =
        [
            ("LD_PRELOAD", FakeTime!),
            ("FAKETIME", string.Create(CultureInfo.InvariantCulture, $"{(int)shift.TotalSeconds:+0;-0}s")),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            // Its remedy for monotonic waits of old C libraries ends those of newer ones at once.
            ("FAKETIME_FORCE_MONOTONIC_FIX", "0"),
        ],
    };
}
