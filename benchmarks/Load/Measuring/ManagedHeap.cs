using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace MultiBot.Load.Measuring;

/// <summary>
/// How much another .NET process really holds. Its resident memory tells what its collector has not given back yet, so the process
/// is asked for a full collection first; both go over its diagnostics port.
/// </summary>
internal static class ManagedHeap
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    /// <summary>Bytes of the heap after a full collection, gaps between objects included.</summary>
    public static async Task<long> CollectAsync(int process, CancellationToken cancelled)
    {
        const long Keywords = (long)(ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect);
        using var session = await new DiagnosticsClient(process).StartEventPipeSessionAsync(
            [new EventPipeProvider(Runtime, EventLevel.Informational, Keywords)], requestRundown: false, token: cancelled);
        var size = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var source = new EventPipeEventSource(session.EventStream);
        source.Clr.GCHeapStats += stats => size.TrySetResult(stats.TotalHeapSize);
        var reading = Task.Factory.StartNew(source.Process, cancelled, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var bytes = await size.Task.WaitAsync(cancelled);
        await session.StopAsync(cancelled);
        await reading;
        return bytes;
    }
}
