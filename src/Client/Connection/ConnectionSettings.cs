namespace MultiBot.Client.Connection;

/// <summary>How the console joins a cluster.</summary>
internal sealed record ConnectionSettings
{
    /// <summary>The service id of every MultiBot cluster.</summary>
    public const string ServiceId = "multibot";

    /// <summary>The way in when there is no <see cref="Database"/>.</summary>
    public GatewayAddress Gateway { get; init; } = GatewayAddress.Default;

    /// <summary>Names the living silos of the cluster. Null: the gateway is the way in.</summary>
    public ClusterDatabase? Database { get; init; }

    public string ClusterId { get; init; } = "multibot";

    /// <summary>The API key. Null: none was found; the silo decides.</summary>
    public string? Key { get; init; }

    /// <summary>Longest wait for one answer. 15 s: a bot's stop may settle sends that are on their way.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a silo that does not answer is asked again. 3 s spans a gateway being replaced, and a person still waits.</summary>
    public TimeSpan ConnectWindow { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Pause between two tries to connect.</summary>
    public TimeSpan ConnectPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often the client looks which gateways live; at the default a call hung 30 s after a silo was killed.</summary>
    public TimeSpan GatewayRefresh { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Orleans' own log on stderr.</summary>
    public bool Verbose { get; init; }
}
