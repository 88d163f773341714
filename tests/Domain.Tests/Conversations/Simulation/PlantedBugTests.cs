namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>
/// Thirty-three guards of the message path, each taken away by hand; the simulation must notice every one, by the promise it
/// breaks, within a few thousand histories. What each takes away: <see cref="PlantedBug"/>. They are:
/// 1 epoch ignored · 2 version ignored · 3 turn ignored · 4 turn id ignored · 5 claim unchecked · 6 claim id ignored ·
/// 7 attempt ignored · 8 uncertain unrecorded · 9 pending not cancelled · 10 hand-back forgets nothing · 11 no unique key ·
/// 12 deleted still shown · 13 open rows reversed · 14 confirmed before commit · 15 no repeated nudge · 16 gap ignored ·
/// 17 watermark beyond answered · 18 stale draft committed · 19 sent before commit · 20 moved on ignored · 21 plan change ignored ·
/// 22 bot's day ignored · 23 erased rows stay · 24 erased begins at zero · 25 erased memory begins at zero · 26 tombstone ignored ·
/// 27 overtaken draft approved · 28 memory revision ignored · 29 owner's repeat heard · 30 echo takes over · 31 owner raises no version ·
/// 32 end ignored · 33 ends not swept.
/// </summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const int MostHistories = 20_000;

    [Theory]
    [InlineData("EpochIgnored", "StaleWriteRefused")]
    [InlineData("VersionIgnored", "DraftSawEverything")]
    [InlineData("TurnIgnored", "AnsweredOnce")]
    [InlineData("TurnIdIgnored", "AnsweredOnce")]
    [InlineData("ClaimUnchecked", "SilenceKept")]
    [InlineData("ClaimIdIgnored", "SeenOnce")]
    [InlineData("AttemptIgnored", "SeenAsRecorded")]
    [InlineData("UncertainUnrecorded", "SeenOnce")]
    [InlineData("PendingNotCancelled", "PendingCancelled")]
    [InlineData("HandBackForgetsNothing", "ForgottenStaysForgotten")]
    [InlineData("NoUniqueKey", "AnsweredOnce")]
    [InlineData("DeletedStillShown", "ForgottenStaysForgotten")]
    [InlineData("OpenRowsReversed", "InOrder")]
    [InlineData("ConfirmedBeforeCommit", "EveryMessageStored")]
    [InlineData("NoRenudge", "ComesToRest")]
    [InlineData("GapIgnored", "DraftSawEverything")]
    [InlineData("WatermarkBeyondAnswered", "EveryMessageAnswered")]
    [InlineData("StaleDraftCommitted", "DraftSawEverything")]
    [InlineData("SentBeforeCommit", "SeenAsRecorded")]
    [InlineData("MovedOnIgnored", "UnaskedOnlyWhileNothingMoves")]
    [InlineData("PlanChangeIgnored", "PlanTakenAsItStands")]
    [InlineData("BotDayIgnored", "CapsKept")]
    [InlineData("ErasedRowsStay", "ErasedStaysErased")]
    [InlineData("ErasedBeginsAtZero", "ErasedStaysErased")]
    [InlineData("ErasedMemoryBeginsAtZero", "ErasedStaysErased")]
    [InlineData("TombstoneIgnored", "ErasedStaysErased")]
    [InlineData("OvertakenDraftApproved", "DraftSawEverything")]
    [InlineData("MemoryRevisionIgnored", "DoneWithItsTurn")]
    [InlineData("OwnerRepeatHeard", "OwnerHeardOnce")]
    [InlineData("EchoTakesOver", "OwnerHeardOnce")]
    [InlineData("OwnerRaisesNoVersion", "DraftSawEverything")]
    [InlineData("EndIgnored", "HumanKeepsTheChat")]
    [InlineData("EndsNotSwept", "ComesToRest")]
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
