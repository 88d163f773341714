namespace MultiBot.Domain.Leases;

/// <summary>A living silo and the running bots it holds. A draining one is about to stop: it takes none and gives all away.</summary>
public readonly record struct SiloLoad(Guid Incarnation, int Bots, bool Draining);

/// <summary>Bots that one silo gives to another.</summary>
public readonly record struct BotMoves(Guid To, int Bots);

/// <summary>
/// How bots are shared out. Every silo computes the same plan from the same figures and carries out its own part of it, so that
/// nobody has to be asked.
/// </summary>
public static class FairShare
{
    /// <summary>
    /// What <paramref name="me"/> gives away now. <paramref name="slack"/> is the fraction of its share by which a silo may be over
    /// before it gives anything: bots don't move for a trifle.
    /// </summary>
    public static IReadOnlyList<BotMoves> MovesOf(Guid me, IReadOnlyCollection<SiloLoad> silos, double slack)
    {
        var shares = SharesOf(silos);
        if (shares.Count == 0)
            return [];

        var balances = silos.Select(silo => (Silo: silo, Surplus: silo.Bots - shares.GetValueOrDefault(silo.Incarnation))).OrderBy(silo => silo.Silo.Incarnation).ToList();
        var givers = balances.Where(silo => IsOver(silo.Silo, silo.Surplus)).OrderByDescending(silo => silo.Silo.Draining);
        var takers = new Stack<BotMoves>(balances.Where(silo => silo.Surplus < 0).Select(silo => new BotMoves(silo.Silo.Incarnation, -silo.Surplus)));
        var moves = new List<BotMoves>();
        foreach (var (giver, surplus) in givers)
        {
            foreach (var move in Take(takers, surplus))
            {
                if (giver.Incarnation == me)
                    moves.Add(move);
            }
        }

        return moves;

        bool IsOver(SiloLoad silo, int surplus) => surplus > (silo.Draining ? 0 : shares[silo.Incarnation] * slack);
    }

    private static IEnumerable<BotMoves> Take(Stack<BotMoves> takers, int bots)
    {
        while (bots > 0 && takers.TryPop(out var taker))
        {
            var taken = Math.Min(bots, taker.Bots);
            bots -= taken;
            if (taken < taker.Bots)
                takers.Push(taker with { Bots = taker.Bots - taken });
            yield return taker with { Bots = taken };
        }
    }

    /// <summary>What each silo that stays should hold: all bots shared out, the odd ones to those who hold most already.</summary>
    private static Dictionary<Guid, int> SharesOf(IReadOnlyCollection<SiloLoad> silos)
    {
        var staying = silos.Where(silo => !silo.Draining).OrderByDescending(silo => silo.Bots).ThenBy(silo => silo.Incarnation).ToList();
        if (staying.Count == 0)
            return [];

        var (each, odd) = Math.DivRem(silos.Sum(silo => silo.Bots), staying.Count);
        return staying.Select((silo, place) => (silo.Incarnation, Share: each + (place < odd ? 1 : 0))).ToDictionary(share => share.Incarnation, share => share.Share);
    }
}
