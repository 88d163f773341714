using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace MultiBot.Telegram.Tests;

/// <summary>A clock that moves when told to, and tells when somebody begins to wait.</summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Returns once somebody waits for exactly this long.</summary>
    public Task WaitingForAsync(TimeSpan wait) => WaitingForAsync(wait, wait);

    /// <summary>Returns once somebody waits for a time in this range, and how long that is.</summary>
    public async Task<TimeSpan> WaitingForAsync(TimeSpan atLeast, TimeSpan atMost)
    {
        while (true)
        {
            var wait = await waits.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Rig.Patience);
            if (wait >= atLeast && wait <= atMost)
                return wait;
        }
    }

    /// <summary>Moves on to this moment, once somebody waits for it.</summary>
    public async Task PassUntilAsync(DateTimeOffset moment)
    {
        var wait = moment - GetUtcNow();
        await WaitingForAsync(wait);
        Advance(wait);
    }
}
