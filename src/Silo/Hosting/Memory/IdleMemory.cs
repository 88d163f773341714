namespace MultiBot.Silo.Hosting.Memory;

/// <summary>
/// Gives the memory of an idle silo back. The collector lets garbage grow up to a budget that suits a busy one (DOTNET_GCgen0size), for each core:
/// bots to whom nobody writes would hold it for minutes, and what their start took for hours.
/// </summary>
internal sealed class IdleMemory(HostSettings settings, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var heap = new IdleHeap(settings.Memory.LeastGarbage, settings.Memory.MostGarbage);
        using var looks = new PeriodicTimer(settings.Memory.LookEvery, time);
        while (await looks.WaitForNextTickAsync(stoppingToken))
        {
            if (!heap.IsWorthIt(GC.GetTotalAllocatedBytes()))
                continue;
            PooledArrays.LetGo();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
