using MultiBot.Grains.Balance;
using MultiBot.Grains.Bots;
using MultiBot.Grains.Events;
using MultiBot.Grains.Girls;
using MultiBot.Grains.Leases;
using MultiBot.Grains.Privacy;
using MultiBot.Grains.Supervision;

namespace MultiBot.Grains;

/// <summary>
/// Starts and stops the silo's loops in the one order that works: a life before any grain, sweeping and supervising once grains
/// answer. A stop goes backwards: nothing more is claimed, all bots are given away while the silo still is a member of the cluster,
/// and the life is given back only after every grain let go of its session.
/// </summary>
internal sealed class SiloBackground(
    LeaseKeeper keeper, CondemnedSilos condemned, SiloEvents events, PrivacyJanitor janitor, ChatWaker waker, SessionWatch sessions, Balancer balancer,
    Supervisor supervisor)
    : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(LeaseKeeper), ServiceLifecycleStage.RuntimeGrainServices, keeper.StartAsync, keeper.StopAsync);
        lifecycle.Subscribe(nameof(CondemnedSilos), ServiceLifecycleStage.RuntimeGrainServices + 1, condemned.StartAsync, condemned.StopAsync);
        lifecycle.Subscribe(nameof(SiloEvents), ServiceLifecycleStage.RuntimeGrainServices + 2, events.StartAsync, events.StopAsync);
        lifecycle.Subscribe(nameof(PrivacyJanitor), ServiceLifecycleStage.Active + 1, janitor.StartAsync, janitor.StopAsync);
        lifecycle.Subscribe(nameof(ChatWaker), ServiceLifecycleStage.Active + 1, waker.StartAsync, waker.StopAsync);
        lifecycle.Subscribe(nameof(SessionWatch), ServiceLifecycleStage.Active + 1, sessions.StartAsync, sessions.StopAsync);
        lifecycle.Subscribe(nameof(Balancer), ServiceLifecycleStage.Active + 2, balancer.StartAsync, balancer.StopAsync);
        lifecycle.Subscribe(nameof(Supervisor), ServiceLifecycleStage.Active + 3, supervisor.StartAsync, supervisor.StopAsync);
    }
}
