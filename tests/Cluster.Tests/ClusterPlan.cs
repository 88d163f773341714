namespace MultiBot.Cluster.Tests;

/// <summary>How much a run asks: everything that makes it longer stands here. Short by default, long when MULTIBOT_SOAK is 1 (./test --soak).</summary>
public sealed record ClusterPlan
{
    private static readonly ClusterPlan Soak = new()
    {
        Bots = 30, Kills = 20, RollingRestarts = 5, Freezes = 4, Partitions = 4, ServerCrashes = 6, EventCrashes = 10, ColdStarts = 4, CrashPoints = 18, Calm = TimeSpan.FromSeconds(10),
    };

    public static ClusterPlan Current { get; } = Environment.GetEnvironmentVariable("MULTIBOT_SOAK") == "1" ? Soak : new();

    /// <summary>Divided by two, three and four silos it leaves room for an uneven share.</summary>
    public int Bots { get; init; } = 15;

    public int ChatsPerBot { get; init; } = 4;

    /// <summary>Each bot is written to once in this time; it is the grain of every pause that is measured.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Undisturbed load before each fault and after the last.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a silo is frozen or out of reach: longer than a silo's life lasts without renewal.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a silo stands still, or has no database, and gets away with it.</summary>
    public TimeSpan ShortOutage { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long bytes are lost in one direction: longer than a silo acts without a renewal, shorter than its leases last.</summary>
    public TimeSpan OneWayOutage { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long we wait for anything until we say that it does not come.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How far a silo's share may lie from the even one.</summary>
    public double Uneven { get; init; } = 0.2;

    public int Kills { get; init; } = 2;
    public int RollingRestarts { get; init; } = 1;
    public int Freezes { get; init; } = 1;
    public int Partitions { get; init; } = 1;
    public int ServerCrashes { get; init; } = 1;

    /// <summary>Each of a silo and of the server, while events are watched.</summary>
    public int EventCrashes { get; init; } = 1;
    public int ColdStarts { get; init; } = 1;

    /// <summary>Every fault is tried so often; each time the chats of a third of all bots are held, and of these bots a third at each point of receiving.</summary>
    public int CrashPoints { get; init; } = 1;
}
