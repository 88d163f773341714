namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>What befalls the silos, and what the others think of it.</summary>
internal sealed partial class World
{
    /// <summary>In which the membership declares a silent silo dead.</summary>
    private static readonly TimeSpan SlowestVerdict = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan StartUp = TimeSpan.FromSeconds(5);

    /// <summary>The process has ended by itself; whoever runs it starts it again.</summary>
    public void Stopped(ModelSilo silo)
    {
        if (Healed || Chance.In(0.8))
            BootAfter(silo.Place, Chance.Seconds(1, 5));
    }

    private TimeSpan PlanFaults()
    {
        if (_plain)
        {
            var death = StartUp + Chance.Seconds(0, 3);
            Schedule.After(death, () => Crash(AnySilo(), restarts: false));
            return death + TimeSpan.FromMilliseconds(1);
        }

        var end = Chance.In(0.3) ? Chance.Seconds(50, 90) : Chance.Seconds(10, 40);
        Plan(Bots.Count * Chance.Of(1, 2, 3), end, () => Telegram.Write(AnyBot()));
        Plan(Chance.Of(0, 1, 2, 3), end, Freeze);
        Plan(Chance.Of(0, 0, 1, 2), end, CutOff);
        Plan(Chance.Of(0, 0, 1, 1), end, TakeDatabaseAway);
        Plan(Chance.Of(0, 0, 1, 2), end, () => Crash(AnySilo(), restarts: Chance.In(0.7)));
        Plan(Chance.Of(0, 0, 1, 2), end, () => Condemn(AnySilo(), tries: 3, force: true));
        Plan(Chance.Of(0, 0, 1, 1), end, () => Drain(AnySilo()));
        Plan(Chance.Of(0, 0, 0, 1), end, () => RestartAll(0));
        Plan(Chance.Of(0, 1, 2, 4), end, () => RestartABot(AnyBot()));
        Plan(Chance.Of(0, 1, 3), end, SetAWallClock);
        return end;
    }

    private void Plan(int times, TimeSpan end, Action what)
    {
        for (var i = 0; i < times; i++)
            Schedule.After(end * (Chance.Below(1000) / 1000.0), what);
    }

    private void Boot(int place)
    {
        if (_places[place] is { Alive: true })
            return;

        var silo = new ModelSilo(this, place, ++_members) { WallOffset = Chance.Seconds(-300, 300) };
        Trace.Note($"{silo} starts");
        _places[place] = silo;
        silo.Start();
    }

    private void BootAfter(int place, TimeSpan delay)
    {
        _boots++;
        Schedule.After(delay, () =>
        {
            _boots--;
            Boot(place);
        });
    }

    private ModelSilo? AnySilo() => Silos.Any() ? Chance.Of<ModelSilo>([.. Silos]) : null;

    private ModelBot AnyBot() => Bots[Chance.Below(Bots.Count)];

    private void Freeze()
    {
        if (AnySilo() is not { Frozen: false } silo)
            return;

        silo.Freeze();
        Schedule.After(Chance.Of(Chance.Millis(50, 3000), Chance.Seconds(3, 15), Chance.Seconds(3, 15), Chance.Seconds(35, 60)), silo.Thaw);
        Suspect(silo);
    }

    private void CutOff()
    {
        if (AnySilo() is not { } silo)
            return;

        Trace.Note($"{silo} can't reach the database");
        silo.CutOff = true;
        Schedule.After(Chance.Of(Chance.Seconds(1, 15), Chance.Seconds(40, 60)), () => silo.CutOff = false);
    }

    private void TakeDatabaseAway()
    {
        Trace.Note($"the database is away");
        Database.Away = true;
        Schedule.After(Chance.Millis(300, 14_000), () => Database.Away = false);
    }

    private void Crash(ModelSilo? silo, bool restarts)
    {
        if (silo is not { Alive: true })
            return;

        silo.Crash(machine: Chance.In(0.5));
        Suspect(silo);
        if (restarts)
            BootAfter(silo.Place, Chance.Seconds(1, 6));
    }

    /// <summary>The others notice the silence, if they can talk to each other.</summary>
    private void Suspect(ModelSilo silo)
    {
        if (_plain || Chance.In(0.7))
            Schedule.After(Chance.Millis(2000, (int)SlowestVerdict.TotalMilliseconds), () => Condemn(silo, tries: 5, force: false));
    }

    /// <summary>Another silo carries the verdict into the database. Whoever was wronged lives on for a while, or ends soon.</summary>
    private void Condemn(ModelSilo? silo, int tries, bool force)
    {
        if (silo is null || tries == 0 || (silo.Alive && !silo.Frozen && (!force || Healed)))
            return;

        if (Silos.FirstOrDefault(other => other != silo && !other.Frozen) is not { } judge)
        {
            Schedule.After(TimeSpan.FromSeconds(1), () => Condemn(silo, tries - 1, force));
            return;
        }

        Trace.Note($"{silo} is declared dead");
        judge.Call(() => Database.Condemn(silo.Member), TimeSpan.FromSeconds(1), known =>
        {
            if (known is null)
                judge.After(TimeSpan.FromSeconds(1), () => Condemn(silo, tries - 1, force));
        });
        if (force && Chance.In(0.3))
            Schedule.After(Chance.Seconds(0, 8), () => Crash(Healed ? null : silo, restarts: true));
    }

    private static void Drain(ModelSilo? silo) => silo?.After(TimeSpan.Zero, silo.Drain);

    private void RestartAll(int place)
    {
        if (Healed || place == _places.Length)
            return;

        Drain(_places[place]);
        Schedule.After(Chance.Seconds(4, 12), () => RestartAll(place + 1));
    }

    private void RestartABot(ModelBot bot)
    {
        foreach (var silo in Silos.Where(silo => !silo.Frozen))
            silo.Restart(bot);
    }

    private void SetAWallClock()
    {
        if (AnySilo() is not { } silo)
            return;

        silo.WallOffset = Chance.Seconds(-300, 300);
        Trace.Note($"the clock on the wall of {silo} is set");
    }

    /// <summary>No more faults. At least one silo runs.</summary>
    private void Heal()
    {
        Trace.Note($"healed");
        Healed = true;
        Weather = Weather.Calm;
        Database.Away = false;
        foreach (var silo in Silos)
        {
            silo.CutOff = false;
            silo.Thaw();
        }

        if (!Silos.Any(silo => !silo.Draining))
            Boot(Array.FindIndex(_places, silo => silo is not { Alive: true }) is >= 0 and var place ? place : 0);
    }
}
