using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Autonomy;

public sealed class InitiativeSlicesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(AutonomyKind.Asked, 0, true)]
    [InlineData(AutonomyKind.Asked, -1, false)]
    [InlineData(AutonomyKind.Starter, 1, false)]
    public void AskedSince_WhenSomethingIsPlanned_KnowsWhatWasAskedForSince(AutonomyKind kind, int minutes, bool known)
    {
        var plan = new PendingAction { Kind = kind, PlannedAt = Noon.AddMinutes(minutes), DueAt = Noon.AddHours(1), Basis = new TurnBasis(1, 1) };

        Assert.Equal(known ? plan.DueAt : null, InitiativeSlices.AskedSince(Noon, new StoredInitiative { Pending = plan }));
        Assert.Null(InitiativeSlices.AskedSince(null, new StoredInitiative { Pending = plan }));
    }

    [Fact]
    public void AskedSince_WhenItWasWrittenSince_KnowsThat()
    {
        var written = new StoredInitiative { LastUnsolicited = Noon };

        Assert.Equal(Noon, InitiativeSlices.AskedSince(Noon, written));
        Assert.Null(InitiativeSlices.AskedSince(Noon.AddSeconds(1), written));
        Assert.Null(InitiativeSlices.AskedSince(Noon, StoredInitiative.None));
    }
}
