using CsCheck;
using MultiBot.Domain.Leases;

namespace MultiBot.Domain.Tests.Leases;

public sealed class FairShareTests
{
    private static readonly Gen<double> AnySlack = Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 1]);

    private static readonly Gen<SiloLoad[]> AnySilos =
        Gen.Select(Gen.Guid, Gen.OneOf(Gen.Int[0, 8], Gen.Int[0, 5000]), Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))))
            .Select(silo => new SiloLoad(silo.Item1, silo.Item2, silo.Item3)).Array[1, 8].Where(silos => silos.DistinctBy(silo => silo.Incarnation).Count() == silos.Length);

    [Fact]
    public void Moves_WhenASiloJoins_GiveItItsShare()
    {
        var (full, empty) = (Silo(1, 100), Silo(2, 0));
        Assert.Equal([new BotMoves(empty.Incarnation, 50)], FairShare.MovesOf(full.Incarnation, [full, empty], slack: 0.1));
        Assert.Empty(FairShare.MovesOf(empty.Incarnation, [full, empty], slack: 0.1));
    }

    [Fact]
    public void Moves_WithinTheSlack_AreNone() =>
        Assert.Empty(FairShare.MovesOf(Silo(1, 0).Incarnation, [Silo(1, 55), Silo(2, 45)], slack: 0.1));

    [Fact]
    public void Moves_OfADrainingSilo_AreAllItHas()
    {
        var (leaving, staying) = (Silo(1, 3) with { Draining = true }, Silo(2, 40));
        Assert.Equal([new BotMoves(staying.Incarnation, 3)], FairShare.MovesOf(leaving.Incarnation, [leaving, staying], slack: 1));
    }

    [Fact]
    public void Moves_WhenAllDrain_AreNone() =>
        Assert.Empty(FairShare.MovesOf(Silo(1, 0).Incarnation, [Silo(1, 3) with { Draining = true }, Silo(2, 0) with { Draining = true }], slack: 0));

    [Fact]
    public void Plan_OfAnySilos_LosesNothingAndLeavesTheDrainingEmpty() =>
        Gen.Select(AnySilos, AnySlack).Sample((silos, slack) =>
        {
            var after = AfterTheMoves(silos, slack);
            Assert.Equal(silos.Sum(silo => silo.Bots), after.Sum(silo => silo.Bots));
            Assert.All(after, silo => Assert.True(silo.Bots >= 0));
            if (silos.Any(silo => !silo.Draining))
                Assert.All(after.Where(silo => silo.Draining), silo => Assert.Equal(0, silo.Bots));
        });

    [Fact]
    public void Plan_OfAnySilos_LeavesNobodyOverShareAndSlack() =>
        Gen.Select(AnySilos.Where(silos => silos.Any(silo => !silo.Draining)), AnySlack).Sample((silos, slack) =>
        {
            var (after, share) = (AfterTheMoves(silos, slack).Where(silo => !silo.Draining).ToList(), ShareOf(silos));
            Assert.All(after, silo => Assert.True(silo.Bots <= Math.Ceiling(share) * (1 + slack)));
            if (slack == 0)
                Assert.All(after, silo => Assert.InRange(silo.Bots, Math.Floor(share), Math.Ceiling(share)));
        });

    [Fact]
    public void Plan_OfAnySilos_NeverTakesFromWhoGets() =>
        Gen.Select(AnySilos, AnySlack).Sample((silos, slack) =>
        {
            var plan = silos.ToDictionary(silo => silo.Incarnation, silo => FairShare.MovesOf(silo.Incarnation, silos, slack));
            var takers = plan.Values.SelectMany(moves => moves).Select(move => move.To).ToHashSet();
            Assert.All(takers, taker => Assert.Empty(plan[taker]));
            Assert.All(takers, taker => Assert.False(silos.Single(silo => silo.Incarnation == taker).Draining));
        });

    [Fact]
    public void Plan_OnceCarriedOut_HasNothingMoreToMove() =>
        Gen.Select(AnySilos, AnySlack).Sample((silos, slack) =>
        {
            var after = AfterTheMoves(silos, slack);
            Assert.All(after, silo => Assert.Empty(FairShare.MovesOf(silo.Incarnation, after, slack)));
        });

    /// <summary>Silos look at different moments: each carries out its part, or some of it, and the next one looks at what that left.</summary>
    [Fact]
    public void Plan_CarriedOutInPieces_ComesToRest() =>
        Gen.Select(AnySilos, AnySlack, Gen.Int[1, 4]).Sample((silos, slack, pieces) =>
        {
            var moved = 0;
            for (var idle = 0; idle < silos.Length;)
            {
                idle = 0;
                foreach (var giver in silos.Select(silo => silo.Incarnation).ToList())
                {
                    var plan = FairShare.MovesOf(giver, silos, slack).SelectMany(move => Enumerable.Repeat(move.To, move.Bots)).ToList();
                    var moves = plan.Take((plan.Count + pieces - 1) / pieces).ToList();
                    idle += moves.Count == 0 ? 1 : 0;
                    moved += moves.Count;
                    silos = [.. silos.Select(silo => Moved(silo, giver, moves))];
                }
            }

            Assert.True(moved <= silos.Sum(silo => silo.Bots));
        });

    [Fact]
    public void Room_OfAllSilosTogether_IsEnoughForAllBots() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 20]).Sample((wanted, silos) =>
        {
            var room = FairShare.RoomFor(wanted, silos, mine: 0);
            Assert.InRange(room * silos, wanted, wanted + silos - 1);
            Assert.Equal(0, FairShare.RoomFor(wanted, silos, mine: room + 1));
        });

    private static List<SiloLoad> AfterTheMoves(SiloLoad[] silos, double slack)
    {
        var after = silos.ToList();
        foreach (var giver in silos)
        {
            var moves = FairShare.MovesOf(giver.Incarnation, silos, slack).SelectMany(move => Enumerable.Repeat(move.To, move.Bots)).ToList();
            after = [.. after.Select(silo => Moved(silo, giver.Incarnation, moves))];
        }

        return after;
    }

    private static SiloLoad Moved(SiloLoad silo, Guid giver, List<Guid> moves) =>
        silo with { Bots = silo.Bots + moves.Count(to => to == silo.Incarnation) - (silo.Incarnation == giver ? moves.Count : 0) };

    private static double ShareOf(SiloLoad[] silos) => (double)silos.Sum(silo => silo.Bots) / silos.Count(silo => !silo.Draining);

    private static SiloLoad Silo(byte number, int bots) => new(new Guid(number, 0, 0, new byte[8]), bots, Draining: false);
}
