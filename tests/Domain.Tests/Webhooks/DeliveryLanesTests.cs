using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Domain.Tests.Webhooks;

public sealed class DeliveryLanesTests(ITestOutputHelper output)
{
    private const int DefaultRuns = 100_000;
    private const int MostHistories = 2_000;

    private static readonly LaneBounds Bounds = new() { Window = 6, Page = 2, Width = 3, FailuresUntilProbing = 2 };
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary><c>MULTIBOT_SIMULATION_RUNS</c> sets the number of histories, <c>MULTIBOT_SIMULATION_SEED</c> replays one.</summary>
    [Fact]
    public void Lanes_WhateverTheOrder_KeepEachBotsAndFinishAll()
    {
        var failure = Seeds.ToReplay is { } seed
            ? (seed, new LaneWorld(seed).Run()!)
            : Seeds.First(1, Seeds.Runs(DefaultRuns), one => new LaneWorld(one).Run());

        Assert.True(failure?.Found is null, $"{failure?.Seed}: {failure?.Found}");
    }

    /// <summary>Each mistake is noticed, by the promise that it breaks.</summary>
    [Theory]
    [InlineData(LaneBug.RetriedBesideItsLane, "overtook an earlier one")]
    [InlineData(LaneBug.TwoLanesForABot, "Two of bot-")]
    [InlineData(LaneBug.NeverWakes, "Not finished after")]
    [InlineData(LaneBug.DroppedAtTheLimit, "which is unfinished")]
    [InlineData(LaneBug.PositionOfTheNewest, "which is unfinished")]
    [InlineData(LaneBug.SentAgainAfterItWasTaken, "is finished")]
    [InlineData(LaneBug.PauseIgnored, "went too soon")]
    [InlineData(LaneBug.HoldIgnored, "went while all were held")]
    [InlineData(LaneBug.ProbingIgnored, "it probes: False")]
    [InlineData(LaneBug.OneTooMany, "are on their way")]
    [InlineData(LaneBug.BackAndNobodyKnows, "The receiver is back")]
    [InlineData(LaneBug.GivenUpAndKept, "Not finished after")]
    public void Simulation_WhenAMistakeIsPlanted_Notices(LaneBug bug, string broken)
    {
        var found = Seeds.First(1, MostHistories, seed => new LaneWorld(seed, bug).Run() is { } what && what.Contains(broken, StringComparison.Ordinal) ? what : null);

        output.WriteLine($"{bug}: history {found?.Seed}, {found?.Found}");
        Assert.NotNull(found);
    }

    [Fact]
    public void Mistakes_AreAllTried()
    {
        var tried = typeof(DeliveryLanesTests).GetMethod(nameof(Simulation_WhenAMistakeIsPlanted_Notices))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Select(attribute => (LaneBug)((InlineDataAttribute)attribute).Data[0]!);

        Assert.Equal(Enum.GetValues<LaneBug>().Where(bug => bug is not LaneBug.None), tried.Order());
    }

    [Fact]
    public void Bots_GoSideBySide_EachInItsOrder()
    {
        var lanes = Lanes((1, "anna"), (2, "anna"), (3, "bert"));

        Assert.Equal([1, 3], Begin(lanes));
        lanes.Done(1);
        Assert.Equal([2], Begin(lanes));
        Assert.Equal(1, lanes.Position);
        lanes.Done(3);
        Assert.Equal(1, lanes.Position);
        lanes.Done(2);
        Assert.Equal(3, lanes.Position);
    }

    [Fact]
    public void Failed_HoldsUpItsBotUntilItIsTime_AndOthersOnlyWhenTheWindowIsFull()
    {
        var lanes = Lanes((1, "anna"), (2, "anna"));
        Begin(lanes);
        lanes.Failed(1, Second, isReceivers: false);

        Assert.Empty(Begin(lanes));
        Assert.Equal(Second, lanes.NextAt());
        for (var seq = 3; lanes.HasRoom; seq++)
        {
            lanes.Add(Event(seq, "bert"));
            Assert.Equal([seq], Begin(lanes));
            lanes.Done(seq);
        }

        Assert.Equal((0, 5), (lanes.Position, lanes.Held));
        Assert.Equal(1, lanes.Next(Second)!.FailedBefore);
        Assert.True(lanes.IsObstacle(1));
        lanes.GiveUp(1);
        Assert.True(lanes.HasRoom);
        Assert.Equal([2], Begin(lanes));
    }

    [Fact]
    public void Obstacle_IsNoEventWhoseReceiverTakesNothingElse()
    {
        var lanes = Lanes((1, "anna"), (2, "bert"), (3, "carl"), (4, "dora"), (5, "emil"));
        Begin(lanes);
        lanes.Failed(1, Second, isReceivers: true);

        Assert.False(lanes.HasRoom);
        Assert.False(lanes.IsObstacle(1));
        lanes.Done(2);
        Assert.True(lanes.IsObstacle(1));
        Assert.False(lanes.IsObstacle(3));
    }

    [Fact]
    public void Receiver_InTrouble_IsTriedOneAtATime_AndBackSendsEverybody()
    {
        var lanes = Lanes((1, "anna"), (2, "bert"), (3, "carl"), (4, "dora"));
        Assert.Equal([1, 2, 3], Begin(lanes));
        lanes.Failed(1, Second * 60, isReceivers: true);
        lanes.Failed(2, Second * 60, isReceivers: true);
        lanes.Failed(3, Second * 60, isReceivers: true);

        Assert.True(lanes.IsProbing);
        Assert.Equal([4], Begin(lanes));
        lanes.Done(4);
        Assert.Equal([1, 2, 3], Begin(lanes));
    }

    [Fact]
    public void Held_NothingGoesBeforeTheReceiverWantsItTo()
    {
        var lanes = Lanes((1, "anna"), (2, "bert"));
        Assert.Equal(1, lanes.Next(TimeSpan.Zero)!.Seq);
        lanes.Hold(Second);

        Assert.Empty(Begin(lanes));
        Assert.Equal(Second, lanes.NextAt());
        Assert.Equal(2, lanes.Next(Second)!.Seq);
    }

    [Fact]
    public void Position_FollowsTheLogWhereNothingIsForUs()
    {
        var lanes = Lanes((5, "anna"));
        lanes.ReadUpTo(9);

        Assert.Equal(4, lanes.Position);
        Begin(lanes);
        lanes.Done(5);
        Assert.Equal(9, lanes.Position);
        Assert.Throws<ArgumentException>(() => lanes.Add(Event(9, "anna")));
    }

    private static DeliveryLanes Lanes(params (long Seq, string Bot)[] events)
    {
        var lanes = new DeliveryLanes(0, Bounds);
        foreach (var (seq, bot) in events) lanes.Add(Event(seq, bot));
        return lanes;
    }

    private static LoggedEvent Event(long seq, string bot) => new(seq, new DomainEvent { Type = EventTypes.BotStarted, Bot = BotId.Parse(bot), At = DateTimeOffset.UnixEpoch });

    private static long[] Begin(DeliveryLanes lanes)
    {
        var begun = new List<long>();
        while (lanes.Next(TimeSpan.Zero) is { } delivery) begun.Add(delivery.Seq);
        return [.. begun];
    }
}
