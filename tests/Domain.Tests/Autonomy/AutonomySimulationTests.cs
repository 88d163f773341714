namespace MultiBot.Domain.Tests.Autonomy;

public sealed class AutonomySimulationTests(ITestOutputHelper output)
{
    private const int DefaultRuns = 100_000;
    private const int FewestDecisions = 100_000;
    private const int MostHistories = 60_000;

    /// <summary><c>MULTIBOT_SIMULATION_RUNS</c> sets the number of histories, <c>MULTIBOT_SIMULATION_SEED</c> replays one.</summary>
    [Fact]
    public void WritingFirst_WhateverHappens_KeepsEveryPromise()
    {
        var (decisions, sent, arranged) = (0L, 0L, 0L);
        var failure = Seeds.ToReplay is { } seed
            ? (seed, Run(seed)!)
            : Seeds.First(1, Seeds.Runs(DefaultRuns), Run);

        output.WriteLine($"{decisions} decisions, {sent} messages, {arranged} of them arranged");
        Assert.True(failure?.Found is null, $"{failure?.Seed}: {failure?.Found}");
        Assert.True(Seeds.ToReplay is not null || Seeds.Runs(DefaultRuns) < DefaultRuns || decisions >= FewestDecisions, $"only {decisions} decisions");
        Assert.True(Seeds.ToReplay is not null || sent > decisions / 100, $"only {sent} messages in {decisions} decisions");
        Assert.True(Seeds.ToReplay is not null || arranged > sent / 100, $"only {arranged} of {sent} were arranged");

        string? Run(ulong one)
        {
            var world = new AutonomyWorld(one);
            var broken = world.Run();
            Interlocked.Add(ref decisions, world.Decisions);
            Interlocked.Add(ref sent, world.Sent);
            Interlocked.Add(ref arranged, world.Arranged);
            return broken;
        }
    }

    [Fact]
    public void History_FromItsSeed_IsTheSameAgain()
    {
        for (ulong seed = 1; seed <= 200; seed++) Assert.Equal(Told(seed), Told(seed));
        Assert.NotEqual(Told(1), Told(2));

        static ulong Told(ulong seed)
        {
            var world = new AutonomyWorld(seed);
            world.Run();
            return world.Told;
        }
    }

    /// <summary>Each guard is needed: without it, the promise that it keeps is broken.</summary>
    [Theory]
    [InlineData(AutonomyBug.OptOutIgnored, "a chat that is OptedOut")]
    [InlineData(AutonomyBug.TakeOverIgnored, "a chat that is Human")]
    [InlineData(AutonomyBug.NewerMessageIgnored, "after a newer message")]
    [InlineData(AutonomyBug.WindowsIgnored, "sent outside the windows")]
    [InlineData(AutonomyBug.ChatCapIgnored, "sent to a chat on")]
    [InlineData(AutonomyBug.BotCapIgnored, "sent by the bot on")]
    [InlineData(AutonomyBug.DayGoneBackTo, "sent ")]
    [InlineData(AutonomyBug.SilenceOfThePersonIgnored, "without an answer")]
    [InlineData(AutonomyBug.WishToBeLeftAloneIgnored, "asked to be left alone")]
    [InlineData(AutonomyBug.PauseBetweenIgnored, "too soon after the one before")]
    [InlineData(AutonomyBug.TalkInterrupted, "a talk was interrupted")]
    [InlineData(AutonomyBug.PersonasTimeOfDay, "the wrong time of day")]
    [InlineData(AutonomyBug.AllAtOnceAfterDowntime, "after it was due")]
    [InlineData(AutonomyBug.OldFollowUpSent, "an old follow-up was sent")]
    [InlineData(AutonomyBug.SecondActionPlanned, "a second action was planned")]
    [InlineData(AutonomyBug.OtherLuckEachTime, "asked twice")]
    public void Simulation_WhenAGuardIsTakenAway_Notices(AutonomyBug bug, string broken)
    {
        var found = Seeds.First(1, MostHistories, seed => new AutonomyWorld(seed, bug).Run() is { } what && what.Contains(broken, StringComparison.Ordinal) ? what : null);

        output.WriteLine($"{bug}: history {found?.Seed}, {found?.Found}");
        Assert.NotNull(found);
    }

    [Fact]
    public void Guards_AreAllTriedAway()
    {
        var tried = typeof(AutonomySimulationTests).GetMethod(nameof(Simulation_WhenAGuardIsTakenAway_Notices))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Select(attribute => (AutonomyBug)((InlineDataAttribute)attribute).Data[0]!);

        Assert.Equal(Enum.GetValues<AutonomyBug>().Where(bug => bug is not AutonomyBug.None), tried.Order());
    }
}
