namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>
/// Twenty-two guards of leases, each taken away by hand; the simulation must notice every one, by the promise it breaks, within some
/// thousand histories. What each takes away: <see cref="PlantedBug"/>. They are:
/// 1 epoch unchecked · 2 epoch kept · 3 same epoch again · 4 account not waited out · 5 freshness ignored · 6 deadline ignored ·
/// 7 deadline from the answer · 8 deadline on the wall clock · 9 expired revives · 10 condemned renewed · 11 taken while fresh ·
/// 12 handed over open · 13 hand-over presumed failed · 14 grant taken twice · 15 retired open · 16 no unique key · 17 new random id ·
/// 18 uncertain uncounted · 19 confirmed before stored · 20 condemned not believed · 21 nobody gives · 22 gives for a trifle.
/// </summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const int MostHistories = 20_000;

    [Theory]
    [InlineData("EpochUnchecked", "StaleWriteRefused")]
    [InlineData("EpochKept", "EpochRises")]
    [InlineData("SameEpochAgain", "NewestActs")]
    [InlineData("AccountNotWaitedOut", "OneConnection")]
    [InlineData("FreshnessIgnored", "NewestActs")]
    [InlineData("DeadlineIgnored", "OneConnection")]
    [InlineData("DeadlineFromAnswer", "NewestActs")]
    [InlineData("DeadlineOnWallClock", "NewestActs")]
    [InlineData("ExpiredRevives", "NewestActs")]
    [InlineData("CondemnedRenewed", "NewestActs")]
    [InlineData("TakenWhileFresh", "NewestActs")]
    [InlineData("HandedOverOpen", "OneConnection")]
    [InlineData("HandOverPresumedFailed", "OneConnection")]
    [InlineData("GrantTakenTwice", "NewestActs")]
    [InlineData("RetiredOpen", "OneConnection")]
    [InlineData("NoUniqueKey", "AnsweredOnce")]
    [InlineData("NewRandomId", "AnsweredOnce")]
    [InlineData("UncertainUncounted", "AnsweredOnce")]
    [InlineData("ConfirmedBeforeStored", "ConfirmedIsStored")]
    [InlineData("CondemnedNotBelieved", "RunsSoon")]
    [InlineData("NobodyGives", "SharedOut")]
    [InlineData("GivesForATrifle", "ComesToRest")]
    public void Simulation_WhenAGuardIsTakenAway_Notices(string planted, string broken)
    {
        var bug = Enum.Parse<PlantedBug>(planted);
        var promise = Enum.Parse<Promise>(broken);
        var found = Histories.FirstFailure(1, MostHistories, bug, promise);
        output.WriteLine($"{bug}: history {found?.Seed}, {found?.Violation.Message}");
        Assert.NotNull(found);
    }

    [Fact]
    public void PlantedBugs_WhenListed_AreAllTried()
    {
        var tried = typeof(PlantedBugTests).GetMethod(nameof(Simulation_WhenAGuardIsTakenAway_Notices))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Select(attribute => Enum.Parse<PlantedBug>((string)((InlineDataAttribute)attribute).Data[0]!));
        Assert.Equal(Enum.GetValues<PlantedBug>().Where(bug => bug is not PlantedBug.None), tried.Order());
    }
}
