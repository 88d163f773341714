using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;

namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>What a silo learns in a round: what it was granted, the bots it holds, and all living silos with their loads.</summary>
internal readonly record struct RoundView(IReadOnlyList<(ModelBot Bot, long Epoch)> Granted, IReadOnlyList<ModelBot> Held, IReadOnlyList<SiloLoad> Loads);

/// <summary>The database: one statement at a time, by its own clock. Lives and leases; the rules are those of production.</summary>
internal sealed partial class ModelDatabase
{
    private readonly World _world;
    private readonly TimeSpan _clockOffset;
    private readonly Dictionary<Guid, LifeRow> _lives = [];
    private readonly Lease[] _leases;
    private readonly BotRows[] _rows;

    public ModelDatabase(World world)
    {
        _world = world;
        _clockOffset = world.Chance.Seconds(-300, 300);
        _leases = [.. world.Bots.Select(_ => new Lease())];
        _rows = [.. world.Bots.Select(_ => new BotRows())];
    }

    public bool Away { get; set; }

    public DateTimeOffset Now => _world.Schedule.Now + _clockOffset;

    private PlantedBug Bug => _world.Bug;

    public bool Register(Guid life, int member)
    {
        _lives.TryAdd(life, new LifeRow(member) { Record = LifeRecord.Renewed(Now, World.Terms) });
        return true;
    }

    public bool Renew(Guid life)
    {
        var row = _lives[life];
        var record = row.Record;
        if (Bug is PlantedBug.ExpiredRevives)
            record = record with { ExpiresAt = DateTimeOffset.MaxValue };
        if (Bug is PlantedBug.CondemnedRenewed)
            record = record with { Condemned = false };
        if (!record.IsAlive(Now))
            return false;

        row.Record = LifeRecord.Renewed(Now, World.Terms) with { Condemned = row.Record.Condemned };
        return true;
    }

    public bool Drain(Guid life) => _lives[life].Draining = true;

    public bool Retire(Guid life)
    {
        _lives[life].Record = _lives[life].Record with { Retired = true };
        foreach (var lease in _leases.Where(lease => lease.Holder == life))
            lease.Holder = null;
        return true;
    }

    public bool Condemn(int member)
    {
        foreach (var row in _lives.Values.Where(row => row.Member == member))
            row.Record = row.Record with { Condemned = true };
        return true;
    }

    /// <summary>Zero: another holds it, or the claiming life is not alive.</summary>
    public long Claim(ModelBot bot, Guid life)
    {
        if (!IsAlive(life) || !IsFreeFor(bot, life))
            return 0;

        var lease = _leases[bot.Number];
        return lease.Holder == life && Bug is PlantedBug.SameEpochAgain ? lease.Epoch : Give(bot, life);
    }

    /// <summary>Claims free bots up to the silo's share, if it may take any.</summary>
    public RoundView Round(Guid life, int most)
    {
        if (!IsAlive(life))
            return new RoundView([], [], []);

        var granted = _lives[life].Draining ? [] : ClaimShare(life, most);
        var held = _world.Bots.Where(bot => _leases[bot.Number].Holder == life).ToList();
        var loads = Living().Select(living => new SiloLoad(living.Key, _leases.Count(lease => lease.Holder == living.Key), living.Value.Draining)).ToList();
        return new RoundView(granted, held, loads);
    }

    public bool HandOver(ModelBot bot, Guid from, long epoch, Guid to)
    {
        var lease = _leases[bot.Number];
        if (lease.Holder != from || lease.Epoch != epoch || !IsAlive(to))
            return false;

        Give(bot, to);
        return true;
    }

    public bool Release(ModelBot bot, Guid life, long epoch)
    {
        var lease = _leases[bot.Number];
        if (lease.Holder == life && lease.Epoch == epoch)
            lease.Holder = null;
        return true;
    }

    public bool Holds(Guid life, ModelBot bot) => _leases[bot.Number].Holder == life;

    public BotRows RowsOf(ModelBot bot) => _rows[bot.Number];

    private List<(ModelBot Bot, long Epoch)> ClaimShare(Guid life, int most)
    {
        var granted = new List<(ModelBot Bot, long Epoch)>();
        var staying = Living().Count(living => !living.Value.Draining);
        var room = Math.Min(most, FairShare.RoomFor(_leases.Length, staying, _leases.Count(lease => lease.Holder == life)));
        foreach (var bot in _world.Bots)
        {
            if (granted.Count == room)
                break;
            if (_leases[bot.Number].Holder == life || !IsFreeFor(bot, life))
                continue;

            granted.Add((bot, Give(bot, life)));
        }

        return granted;
    }

    private bool IsFreeFor(ModelBot bot, Guid life)
    {
        if (_leases[bot.Number].Holder is not { } holder || holder == life)
            return true;

        var record = _lives[holder].Record;
        if (Bug is PlantedBug.TakenWhileFresh && record.Condemned)
            record = record with { FreshUntil = DateTimeOffset.MinValue };
        if (Bug is PlantedBug.CondemnedNotBelieved)
            record = record with { Condemned = false };
        return record.HasLetGoOf(Bug is PlantedBug.AccountNotWaitedOut ? AccountKind.Bot : bot.Kind, Now);
    }

    private long Give(ModelBot bot, Guid life)
    {
        var lease = _leases[bot.Number];
        var toAnother = lease.Holder != life;
        if (Bug is not PlantedBug.EpochKept || lease.Epoch == 0)
            lease.Epoch = LeaseEpoch.Next(lease.Epoch, Now);
        lease.Holder = life;
        _world.Trace.Note($"{bot} is given to life {life} under {lease.Epoch}");
        _world.Judge.Granted(bot, lease.Epoch, toAnother);
        return lease.Epoch;
    }

    private bool IsAlive(Guid life) => _lives[life].Record.IsAlive(Now);

    private IEnumerable<KeyValuePair<Guid, LifeRow>> Living() => _lives.Where(life => life.Value.Record.IsAlive(Now));

    private sealed class Lease
    {
        public long Epoch { get; set; }
        public Guid? Holder { get; set; }
    }

    private sealed class LifeRow(int member)
    {
        public int Member => member;
        public required LifeRecord Record { get; set; }
        public bool Draining { get; set; }
    }
}
