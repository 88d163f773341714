using System.Collections.Concurrent;
using System.Diagnostics;
using MultiBot.Domain.Telemetry;

namespace MultiBot.Silo.Tests.Telemetry;

/// <summary>Records the traces of one bot's messages, whichever silo of this process makes them.</summary>
internal sealed class HeardSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly ActivityListener _listener;

    public HeardSpans(string bot)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Spans,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (!bot.Equals(span.GetTagItem(TelemetryNames.Bot))) return;
                _ended.Enqueue(span);
                _more.Release();
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>All that has ended, once so many of this name have.</summary>
    public async Task<IReadOnlyList<Activity>> UntilAsync(string name, int count = 1)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_ended.Count(span => span.DisplayName == name) < count)
        {
            try
            {
                await _more.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Only {string.Join(", ", _ended.Select(span => span.DisplayName))}");
            }
        }

        return [.. _ended];
    }

    public void Dispose()
    {
        _listener.Dispose();
        _more.Dispose();
    }
}
