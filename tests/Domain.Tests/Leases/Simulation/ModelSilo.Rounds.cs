using MultiBot.Domain.Leases;

namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>Claims its share of the bots, runs what it holds, and gives away what it has too much.</summary>
internal sealed partial class ModelSilo
{
    private const int MostClaims = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<ModelBot, KnownLease> _known = [];
    private bool _stopping;
    private bool _asking;

    public bool Draining { get; private set; }

    /// <summary>It is about to change something.</summary>
    public bool IsBusy => Draining || Life is not { Ended: false, Busy.Count: 0 };

    public ModelSession? SessionOf(ModelBot bot) => Life?.Sessions.Find(session => session.Bot == bot && !session.Ended);

    /// <summary>Gives all away, then ends.</summary>
    public void Drain()
    {
        if (Draining || world.Healed)
            return;

        world.Trace.Note($"{this} drains");
        Draining = true;
        DrainUntilKnown();
        After(world.Chance.Seconds(5, 15), Stop);
    }

    /// <summary>An operator restarts a bot: it is closed and given up, and whoever comes first has it.</summary>
    public void Restart(ModelBot bot)
    {
        if (Life is not { Ended: false } life || SessionOf(bot) is not { Closing: false } session || !life.Busy.Add(bot))
            return;

        world.Trace.Note($"{bot} is restarted");
        session.Close(() => Call(() => world.Database.Release(bot, life.Id, session.Epoch), Patience, _ => Forget(session)));
    }

    /// <summary>The store says that the session's epoch is not the lease's.</summary>
    public void Lost(ModelSession session)
    {
        world.Trace.Note($"{session.Bot}: epoch {session.Epoch} is stale");
        if (session.Life.Busy.Add(session.Bot))
            session.Close(() => Forget(session));
    }

    private void RoundAfter(TimeSpan delay) => After(delay, () =>
    {
        if (!_asking && !_stopping && Life is { Ended: false } life)
            Ask(life);
        RoundAfter(world.Chance.Millis(900, 1100));
    });

    private void Ask(ModelLife life)
    {
        _asking = true;
        Call(() => world.Database.Round(life.Id, MostClaims), Patience, view =>
        {
            _asking = false;
            if (view is not { } round || life.Ended || _stopping)
                return;

            foreach (var (bot, epoch) in round.Granted)
                Know(bot, lease => lease.Granted(life.Id, epoch));
            foreach (var bot in round.Held)
                Open(life, bot);
            GiveAway(life, round);
            if (Draining && round.Held.Count == 0)
                Stop();
        });
    }

    private void Open(ModelLife life, ModelBot bot)
    {
        if (SessionOf(bot) is not null || !life.Busy.Add(bot))
            return;

        if (KnownOf(bot) is { } known && known.MayBeTakenBy(life.Id))
        {
            life.Busy.Remove(bot);
            if (world.Bug is not PlantedBug.GrantTakenTwice)
                Know(bot, lease => lease.Taken());
            Open(life, bot, known.Epoch);
            return;
        }

        Call(() => world.Database.Claim(bot, life.Id), Patience, epoch =>
        {
            life.Busy.Remove(bot);
            if (epoch is > 0)
                Know(bot, lease => lease.Claimed(life.Id, epoch.Value));
            if (epoch is > 0 && !life.Ended && !_stopping)
                Open(life, bot, epoch.Value);
        });
    }

    private KnownLease KnownOf(ModelBot bot) => _known.GetValueOrDefault(bot, KnownLease.None);

    private void Know(ModelBot bot, Func<KnownLease, KnownLease> change) => _known[bot] = change(KnownOf(bot));

    private void Open(ModelLife life, ModelBot bot, long epoch)
    {
        var session = new ModelSession(world, this, life, bot, epoch);
        life.Sessions.RemoveAll(old => old.Closed);
        life.Sessions.Add(session);
        session.Begin();
    }

    private void GiveAway(ModelLife life, RoundView round)
    {
        if (life.Busy.Count > 0)
            return;

        foreach (var (session, heir) in life.Sessions.Where(session => session.Runs).ToList().Zip(HeirsOf(life, round)))
        {
            life.Busy.Add(session.Bot);
            if (world.Bug is PlantedBug.HandedOverOpen)
                HandOver(life, session, heir, () => session.Close(() => Forget(session)));
            else
                session.Close(() => HandOver(life, session, heir, () => Forget(session)));
        }
    }

    private IEnumerable<Guid> HeirsOf(ModelLife life, RoundView round) => world.Bug switch
    {
        PlantedBug.NobodyGives when !Draining => [],
        PlantedBug.GivesForATrifle => round.Loads.Where(load => !load.Draining && load.Bots < round.Held.Count).Select(load => load.Incarnation),
        _ => FairShare.MovesOf(life.Id, round.Loads, world.Slack).SelectMany(move => Enumerable.Repeat(move.To, move.Bots)),
    };

    /// <summary>Whatever the answer, or none: nothing is known of the lease any more, and only a claim tells.</summary>
    private void HandOver(ModelLife life, ModelSession session, Guid heir, Action then) => Call(
        () => world.Database.HandOver(session.Bot, life.Id, session.Epoch, heir), Patience, given =>
        {
            then();
            if (world.Bug is PlantedBug.HandOverPresumedFailed && given is not true && !life.Ended && !_stopping)
                Open(life, session.Bot, session.Epoch);
        });

    private static void Forget(ModelSession session)
    {
        session.Life.Sessions.Remove(session);
        session.Life.Busy.Remove(session.Bot);
    }

    private void DrainUntilKnown()
    {
        if (Life is not { } life)
            return;

        Call(() => world.Database.Drain(life.Id), Patience, done =>
        {
            if (done is null)
                After(RenewEvery, DrainUntilKnown);
        });
    }

    private void Stop()
    {
        if (_stopping)
            return;

        _stopping = true;
        foreach (var session in Sessions.Where(session => !session.Ended && !session.Closing).ToList())
            session.Close(() => { });
        RetireWhenClosed();
    }

    /// <summary>Also what was closing before, to be given away, has to have closed.</summary>
    private void RetireWhenClosed()
    {
        if (world.Bug is PlantedBug.RetiredOpen || Life is not { } life || life.Sessions.TrueForAll(session => session.Closed))
            Retire(3);
        else
            After(TimeSpan.FromMilliseconds(100), RetireWhenClosed);
    }

    private void Retire(int tries)
    {
        if (Life is not { } life || tries == 0)
        {
            Exit();
            return;
        }

        Call(() => world.Database.Retire(life.Id), Patience, done =>
        {
            if (done is null)
                Retire(tries - 1);
            else
                Exit();
        });
    }

    private void Exit()
    {
        world.Trace.Note($"{this} has stopped");
        Crash(machine: false);
        world.Stopped(this);
    }
}
