using MultiBot.Domain.Leases;

namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>One incarnation as its own silo sees it.</summary>
internal sealed class ModelLife(Guid id, LifeClock clock, PlantedBug bug)
{
    public Guid Id => id;
    public LifeClock Clock { get; set; } = clock;
    public List<ModelSession> Sessions { get; } = [];

    /// <summary>Bots that are just being opened, closed or given away.</summary>
    public HashSet<ModelBot> Busy { get; } = [];

    /// <summary>Never taken back.</summary>
    public bool Ended { get; private set; }

    public bool MayBegin(TimeSpan now) => !Ended && (bug is PlantedBug.FreshnessIgnored || Clock.IsFresh(now));

    public void End()
    {
        Ended = true;
        foreach (var session in Sessions)
            session.Cut();
    }
}
