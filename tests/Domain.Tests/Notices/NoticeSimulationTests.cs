namespace MultiBot.Domain.Tests.Notices;

/// <summary>
/// Whatever happens to the bot and whatever dies, the admin is told everything, nothing twice, and never more often than once an interval.
/// <c>MULTIBOT_SIMULATION_RUNS</c> sets the number of histories, <c>MULTIBOT_SIMULATION_SEED</c> replays one.
/// </summary>
public sealed class NoticeSimulationTests
{
    private const int DefaultRuns = 20_000;
    private const int MostHistories = 20_000;

    [Fact]
    public void Notices_WhateverDies_TellEverythingOnceAndSeldom()
    {
        if (Seeds.ToReplay is { } seed)
        {
            Assert.Null(new NoticeWorld(seed, NoticeBug.None).Run());
            return;
        }

        int crashes = 0, repeats = 0, seen = 0, takenBack = 0;
        var failure = Seeds.First(1, Seeds.Runs(DefaultRuns), one =>
        {
            var world = new NoticeWorld(one, NoticeBug.None);
            var found = world.Run();
            Interlocked.Add(ref crashes, world.Crashes);
            Interlocked.Add(ref repeats, world.Repeats);
            Interlocked.Add(ref seen, world.Seen);
            Interlocked.Add(ref takenBack, world.TakenBack);
            return found;
        });

        Assert.True(failure is null, $"{failure?.Seed}: {failure?.Found}");
        var enough = Seeds.Runs(DefaultRuns) < DefaultRuns || (crashes > 100_000 && repeats > 100_000 && seen > 50_000 && takenBack > 5_000);
        Assert.True(enough, $"{crashes} crashes, {repeats} repeats, {seen} seen, {takenBack} taken back");
        TestContext.Current.TestOutputHelper?.WriteLine($"{crashes} crashes, {repeats} repeats, {seen} seen, {takenBack} taken back");
    }

    [Theory]
    [InlineData(NoticeBug.IntervalForgotten)]
    [InlineData(NoticeBug.HandedOverBeforeItIsStored)]
    [InlineData(NoticeBug.TakenBackIsTold)]
    [InlineData(NoticeBug.NamedAnew)]
    [InlineData(NoticeBug.NotTakenBack)]
    public void Notices_WhenAGuardIsTakenAway_AreSeenToBeWrong(NoticeBug bug) =>
        Assert.NotNull(Seeds.First(1, MostHistories, seed => new NoticeWorld(seed, bug).Run()));
}
