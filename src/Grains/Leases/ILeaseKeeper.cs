namespace MultiBot.Grains.Leases;

/// <summary>This silo's life as its bots see it.</summary>
public interface ILeaseKeeper
{
    /// <summary>Null while there is none: nothing may be claimed and no socket opened.</summary>
    SiloLife? Current { get; }

    /// <summary>The silo is about to stop: no session is opened any more.</summary>
    bool IsDraining { get; }

    /// <summary>The silo is a member that the others see: it takes its share of the bots.</summary>
    Task OpenAsync(CancellationToken cancellation);

    /// <summary>The silo is about to stop: it gets no share of the bots any more, and no life follows this one.</summary>
    Task DrainAsync(CancellationToken cancellation);
}

/// <summary>What the silo is called by others.</summary>
public interface ISiloIdentity
{
    string Name { get; }
    string Address { get; }
    int HttpPort { get; }
}
