using MultiBot.Domain.Sessions;

namespace MultiBot.Telegram.Tests.Bots;

/// <summary>Whether a session still receives, as whoever watches it sees.</summary>
public sealed class AliveTests(SandboxHost sandbox)
{
    private static readonly TelegramOptions Options = new();

    [Fact]
    public async Task IsAlive_AsLongAsAQuietPollMayTake_IsTrue()
    {
        var clock = new TestClock();
        await using var rig = new Rig(sandbox.Url, clock);

        var session = await rig.RunAsync();
        var patience = await clock.WaitingForAsync((Options.LongPoll / 2) + Options.PollGrace, Options.LongPoll + Options.PollGrace);
        clock.Advance(patience - TimeSpan.FromSeconds(1));

        Assert.True(session.IsAlive);
    }

    [Fact]
    public async Task IsAlive_WhenABatchIsNeverTaken_TurnsFalse()
    {
        var clock = new TestClock();
        await using var rig = new Rig(sandbox.Url, clock);
        rig.Listener.OnReceive = _ => new TaskCompletionSource<bool>().Task;

        var session = await rig.RunAsync();
        await sandbox.WriteAsync(new { token = rig.Token, chatId = 7001, text = "Is anybody there?" });
        await rig.Listener.BatchAsync();
        clock.Advance(Options.ListenerTimeout);
        var before = session.IsAlive;
        clock.Advance(Options.StuckAfter + TimeSpan.FromSeconds(1));

        Assert.True(before);
        Assert.False(session.IsAlive);
    }

    [Fact]
    public async Task IsAlive_OfASessionThatEndedWithAReport_StaysTrue()
    {
        var clock = new TestClock();
        await using var rig = new Rig(sandbox.Url, clock);
        await sandbox.BreakAsync(new { kind = "401", token = rig.Token, count = 1 });

        var session = rig.Start();
        await rig.Listener.ReportAsync(SessionState.Failed);
        await session.DisposeAsync();
        clock.Advance(TimeSpan.FromDays(1));

        Assert.True(session.IsAlive);
    }
}
