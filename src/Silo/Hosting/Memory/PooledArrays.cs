using System.Buffers;

namespace MultiBot.Silo.Hosting.Memory;

/// <summary>
/// The arrays that a burst has left in the pool that all libraries share. The pool lets go of them one by one, over hours; but what is rented
/// and never returned is garbage like any other.
/// </summary>
public static class PooledArrays
{
    /// <summary>The pool keeps arrays of powers of two; smaller ones are not worth it, larger ones are rare.</summary>
    private const int Smallest = 1024;
    private const int Largest = 1024 * 1024;

    /// <summary>Takes them all. To be collected afterwards.</summary>
    public static void LetGo()
    {
        for (var size = Smallest; size <= Largest; size *= 2)
        {
            while (IsPooled(size))
            {
            }
        }
    }

    /// <summary>Takes one. False: the pool had none and made it.</summary>
    private static bool IsPooled(int size)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        ArrayPool<byte>.Shared.Rent(size);
        return GC.GetAllocatedBytesForCurrentThread() - before < size;
    }
}
