namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>
/// One silo process: its clocks, its way to the database, and how it stands still. What falls due while it stands still happens soon
/// after, in any order.
/// </summary>
internal sealed partial class ModelSilo(World world, int place, int member)
{
    private readonly List<Action> _held = [];
    private readonly TimeSpan _zero = world.Chance.Seconds(0, 1000);

    public int Place => place;

    /// <summary>The process as the membership names it.</summary>
    public int Member => member;

    public bool Alive { get; private set; } = true;
    public bool Frozen { get; private set; }
    public bool CutOff { get; set; }

    /// <summary>By how much people set its clock on the wall.</summary>
    public TimeSpan WallOffset { get; set; }

    public TimeSpan Now => world.Bug is PlantedBug.DeadlineOnWallClock ? world.Schedule.Elapsed + WallOffset : world.Schedule.Elapsed + _zero;

    public void After(TimeSpan delay, Action what) => world.Schedule.After(delay, () => Do(what));

    /// <summary>A statement, in autocommit. The answer is null when what became of it is unknown; it may still come true.</summary>
    public void Call<T>(Func<T> statement, TimeSpan patience, Action<T?> answered)
        where T : struct
    {
        var (weather, chance) = (world.Weather, world.Chance);
        var late = chance.In(weather.RequestLate);
        var (there, back) = (late ? chance.Seconds(2, 8) : Delay(), Delay());
        var lost = !Reaches || chance.In(weather.RequestLost);
        var deaf = lost || chance.In(weather.AnswerLost);
        var told = false;
        if (!lost)
            world.Schedule.After(there, Arrive);
        if (deaf || there + back > patience)
            After(patience, () => Tell(null));

        void Arrive()
        {
            if (!Reaches || (late && world.Healed))
                After(patience, () => Tell(null));
            else if (statement() is var result && !deaf)
                After(back, () => Tell(result));
        }

        void Tell(T? answer)
        {
            if (!told)
                answered(answer);
            told = true;
        }
    }

    public void Freeze()
    {
        world.Trace.Note($"{this} stands still");
        Frozen = true;
    }

    public void Thaw()
    {
        if (!Frozen)
            return;

        world.Trace.Note($"{this} goes on");
        Frozen = false;
        foreach (var what in _held)
            After(world.Chance.Millis(0, 50), what);
        _held.Clear();
    }

    public void Crash(bool machine)
    {
        world.Trace.Note($"{this} crashes{(machine ? ", machine and all" : "")}");
        Alive = false;
        foreach (var session in Sessions)
        {
            if (machine)
                session.Vanish();
            else
                session.Cut();
        }
    }

    public override string ToString() => $"silo {place}.{member}";

    private bool Reaches => !CutOff && !world.Database.Away;

    private void Do(Action what)
    {
        if (Frozen && Alive)
            _held.Add(what);
        else if (Alive)
            what();
    }

    private TimeSpan Delay() => world.Chance.In(world.Weather.DatabaseSlow) ? world.Chance.Millis(10, 2500) : world.Chance.Millis(1, 8);
}
