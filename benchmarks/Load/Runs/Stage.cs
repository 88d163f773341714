using MultiBot.Load.People;
using MultiBot.Load.Subjects;
using MultiBot.Load.World;
using MultiBot.PrivatePostgres;

namespace MultiBot.Load.Runs;

/// <summary>What one run needs around it, and the subjects it starts: they stay up until the run is over.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly LoadPlan plan;
    private readonly LoadWorld world;
    private readonly Stack<IAsyncDisposable> subjects = new();
    private readonly Stack<IDisposable> folders = new();

    private Stage(LoadPlan plan, LoadWorld world, Databases databases) => (this.plan, this.world, Databases) = (plan, world, databases);

    public Databases Databases { get; }

    public static async Task<Stage> SetAsync(LoadPlan plan, bool withPeer, CancellationToken cancelled, params IReadOnlyList<string> postgresSettings)
    {
        var databases = await Databases.StartAsync(needed: withPeer || plan.Storage is StorageKind.Postgres, cancelled, postgresSettings);
        return new Stage(plan, await LoadWorld.StartAsync(plan.LlmLatency, plan.Tls, cancelled), databases);
    }

    public Task<Subject> StartSiloAsync(CancellationToken cancelled) => StartSilosAsync(plan, cancelled);

    /// <summary>As many silos, with as many bots, as a plan of their own says.</summary>
    public async Task<Subject> StartSilosAsync(LoadPlan own, CancellationToken cancelled) => Keep(await (await SiloAsync(cancelled)).StartWithBotsAsync(own, cancelled));

    public async Task<Subject> StartPeerAsync(CancellationToken cancelled) =>
        Keep(await PeerProgram.StartAsync(world, await Databases.CreateAsync(cancelled), plan, cancelled));

    /// <summary>A silo that is not started yet, on a fresh database.</summary>
    public async Task<SiloProgram> SiloAsync(CancellationToken cancelled)
    {
        var silo = new SiloProgram(world, plan.Storage is StorageKind.Postgres ? await Databases.CreateAsync(cancelled) : null, plan);
        folders.Push(silo);
        return silo;
    }

    /// <summary>The same on a database that the caller looks into.</summary>
    public SiloProgram SiloOn(PostgresDatabase database)
    {
        var silo = new SiloProgram(world, database, plan);
        folders.Push(silo);
        return silo;
    }

    /// <summary>People for the bots of the plan, for a silo that is started by hand.</summary>
    public Crowd Gather() => world.Gather(plan.Bots, plan.Chats);

    public Polls Polls => world.Polls;

    public async ValueTask DisposeAsync()
    {
        while (subjects.TryPop(out var subject))
            await subject.DisposeAsync();
        await world.DisposeAsync();
        await Databases.DisposeAsync();
        while (folders.TryPop(out var folder))
            folder.Dispose();
    }

    private Subject Keep(Subject subject)
    {
        subjects.Push(subject);
        return subject;
    }
}
