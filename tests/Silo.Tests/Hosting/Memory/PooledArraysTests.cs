using System.Buffers;
using System.Runtime.CompilerServices;
using MultiBot.Silo.Hosting.Memory;

namespace MultiBot.Silo.Tests.Hosting.Memory;

/// <summary>Alone: all of a process has one pool, and silos that other tests run in it empty it now and then.</summary>
[Collection(Alone)]
public sealed class PooledArraysTests
{
    private const string Alone = "The pool of shared arrays";
    private const int Size = 1024 * 1024;

    [Fact]
    public void LetGo_LeavesPooledArraysToTheCollector()
    {
        var pooled = FillPool();
        Collect();
        Assert.All(pooled, array => Assert.True(array.IsAlive));

        PooledArrays.LetGo();

        Collect();
        Assert.All(pooled, array => Assert.False(array.IsAlive));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> FillPool()
    {
        var arrays = Enumerable.Range(0, 8).Select(_ => ArrayPool<byte>.Shared.Rent(Size)).ToList();
        foreach (var array in arrays) ArrayPool<byte>.Shared.Return(array);
        return [.. arrays.Select(array => new WeakReference(array))];
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneInTheProcess;

    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
}
