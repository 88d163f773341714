namespace MultiBot.Load;

/// <summary>What to put on the subjects, and for how long.</summary>
internal sealed record LoadPlan
{
    public required int Bots { get; init; }

    /// <summary>People per bot.</summary>
    public required int Chats { get; init; }

    /// <summary>Load before the first measured interval, for each process of a subject: until its code has settled.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>Load before every later interval of the same process.</summary>
    public required TimeSpan Settle { get; init; }

    public required TimeSpan Measured { get; init; }

    /// <summary>From the question to the first byte of the answer.</summary>
    public required TimeSpan LlmLatency { get; init; }

    /// <summary>Messages a second, whatever becomes of them. Null: closed loop.</summary>
    public required double? Rate { get; init; }

    /// <summary>Equal distances between messages at a fixed rate instead of Poisson arrivals.</summary>
    public required bool EvenArrivals { get; init; }

    /// <summary>Chats that wait for an answer at a time. Null: all.</summary>
    public required int? InFlight { get; init; }

    /// <summary>Chats that anybody writes to, spread over all bots. Null: all.</summary>
    public int? Writers { get; init; }

    /// <summary>Silo processes on one database.</summary>
    public int Silos { get; init; } = 1;

    /// <summary>Telegram and the model speak TLS, and offer HTTP/2, as they do on the Internet.</summary>
    public bool Tls { get; init; }

    /// <summary>A change (RFC 7396) of the configuration that each bot of the silo has. Null: none.</summary>
    public string? BotPatch { get; init; }

    /// <summary>What the silo stores on; the plain peer is always on PostgreSQL.</summary>
    public required StorageKind Storage { get; init; }

    /// <summary>Path of a published <c>MultiBot.Silo.dll</c>. Null: the one that was built along with this program.</summary>
    public string? SiloProgram { get; init; }

    /// <summary>Further settings of the silo, <c>KEY=VALUE</c>.</summary>
    public required IReadOnlyList<string> SiloSettings { get; init; }

    /// <summary>Gives the plain peer the server garbage collector, which its host would not have by itself.</summary>
    public required bool PeerServerGc { get; init; }

    /// <summary>Has the plain peer's statements prepared, which Npgsql does not do by itself.</summary>
    public required bool PeerPrepared { get; init; }

    /// <summary>Bots that nobody writes to.</summary>
    public static LoadPlan Idle(int bots, StorageKind storage, IReadOnlyList<string> siloSettings) => new()
    {
        Bots = bots,
        Chats = 0,
        WarmUp = TimeSpan.Zero,
        Settle = TimeSpan.Zero,
        Measured = TimeSpan.Zero,
        LlmLatency = TimeSpan.Zero,
        Rate = null,
        EvenArrivals = false,
        InFlight = null,
        Storage = storage,
        SiloSettings = siloSettings,
        PeerServerGc = false,
        PeerPrepared = false,
    };
}

internal enum StorageKind
{
    Postgres,
    Sqlite,
}
