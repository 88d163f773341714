using MultiBot.Silo.Hosting.Memory;

namespace MultiBot.Silo.Tests.Hosting.Memory;

public sealed class IdleHeapTests
{
    private readonly IdleHeap heap = new(least: 100, most: 1_000);

    [Fact]
    public void Heap_ThatIsBusy_IsLeftAlone()
    {
        for (var look = 1; look <= 5; look++)
            Assert.False(heap.IsWorthIt(look * 1_001));
    }

    [Fact]
    public void Heap_ThatHasBecomeIdle_IsWorthOneCollection()
    {
        Assert.False(heap.IsWorthIt(5_000));

        Assert.True(heap.IsWorthIt(5_001));
        Assert.False(heap.IsWorthIt(5_001));
    }

    [Fact]
    public void Heap_WithLittleGarbage_IsLeftAloneUntilItIsEnough()
    {
        Assert.True(heap.IsWorthIt(1_000));

        Assert.Equal([false, false, true, false], new[] { 1_040L, 1_080, 1_120, 1_160 }.Select(heap.IsWorthIt));
    }

    [Fact]
    public void Heap_ThatAllocatesAsMuchAsIsIdle_IsWorthACollectionAtEachLook() =>
        Assert.Equal([true, true, true], new[] { 1_000L, 2_000, 3_000 }.Select(heap.IsWorthIt));
}
