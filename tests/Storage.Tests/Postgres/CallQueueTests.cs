using System.Threading.Channels;
using MultiBot.Storage.Postgres.Session;

namespace MultiBot.Storage.Tests.Postgres;

public sealed class CallQueueTests
{
    private readonly Channel<Call> _begun = Channel.CreateUnbounded<Call>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Questions_WaitForALane_AndGoTogether(int lanes)
    {
        await using var queue = new CallQueue<int, int>(AnswerAsync, _ => -1, mostAtOnce: 4, lanes);
        var (early, underWay) = (new List<Task<int>>(), new Queue<Call>());
        for (var lane = 0; lane < lanes; lane++)
        {
            early.Add(queue.AskAsync(lane, Cancellation));
            underWay.Enqueue(await BegunAsync());
        }

        var late = Enumerable.Range(10, 6).Select(key => queue.AskAsync(key, Cancellation)).ToList();
        Assert.False(_begun.Reader.TryRead(out _));
        underWay.Dequeue().Done.SetResult();
        var full = await BegunAsync();
        full.Done.SetResult();
        var rest = await BegunAsync();
        foreach (var call in underWay.Append(rest)) call.Done.SetResult();

        Assert.Equal([10, 11, 12, 13], full.Keys);
        Assert.Equal([14, 15], rest.Keys);
        Assert.Equal(Enumerable.Range(0, lanes).Select(key => key * 2), await Task.WhenAll(early));
        Assert.Equal(Enumerable.Range(10, 6).Select(key => key * 2), await Task.WhenAll(late));
    }

    private ValueTask<Call> BegunAsync() => _begun.Reader.ReadAsync(Cancellation);

    private async Task<Dictionary<int, int>> AnswerAsync(IReadOnlyList<int> keys)
    {
        var call = new Call(keys, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _begun.Writer.WriteAsync(call, Cancellation);
        await call.Done.Task;
        return keys.ToDictionary(key => key, key => key * 2);
    }

    private sealed record Call(IReadOnlyList<int> Keys, TaskCompletionSource Done);
}
