using MultiBot.Grains.Girls;
using MultiBot.Grains.Leases;
using MultiBot.Grains.Supervision;

namespace MultiBot.Grains;

/// <summary>
/// Starts and stops the silo's loops in the one order that works: a life before any grain, sweeping and supervising once grains
/// answer, and the life given back only after every grain let go of its session.
/// </summary>
internal sealed class SiloBackground(LeaseKeeper keeper, ChatWaker waker, Supervisor supervisor) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(LeaseKeeper), ServiceLifecycleStage.RuntimeGrainServices, keeper.StartAsync, keeper.StopAsync);
        lifecycle.Subscribe(nameof(ChatWaker), ServiceLifecycleStage.Active + 1, waker.StartAsync, waker.StopAsync);
        lifecycle.Subscribe(nameof(Supervisor), ServiceLifecycleStage.Active + 2, supervisor.StartAsync, supervisor.StopAsync);
    }
}
