using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace MultiBot.Replies.Tests;

/// <summary>A clock that stands still until advanced and tells which pauses were begun or begun anew.</summary>
internal sealed class TimerWatch : FakeTimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<TimeSpan> _begun = Channel.CreateUnbounded<TimeSpan>();

    public TimerWatch()
        : base(Some.Now)
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _begun.Writer.TryWrite(dueTime);
        return new Timer(timer, _begun.Writer);
    }

    /// <exception cref="TimeoutException">It was not begun within <see cref="Patience"/> of real time.</exception>
    public async Task BegunAsync(TimeSpan pause, CancellationToken cancellation)
    {
        while (await _begun.Reader.ReadAsync(cancellation).AsTask().WaitAsync(Patience, cancellation) != pause)
        {
        }
    }

    private sealed class Timer(ITimer inner, ChannelWriter<TimeSpan> begun) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = inner.Change(dueTime, period);
            begun.TryWrite(dueTime);
            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
