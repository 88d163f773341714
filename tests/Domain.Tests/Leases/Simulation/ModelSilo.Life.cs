using MultiBot.Domain.Leases;

namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>Keeps the silo's life, and cuts what is under it.</summary>
internal sealed partial class ModelSilo
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewTimeout = TimeSpan.FromSeconds(2);

    private readonly List<ModelLife> _lives = [];
    private bool _renewing;

    public ModelLife? Life { get; private set; }

    private IEnumerable<ModelSession> Sessions => _lives.SelectMany(life => life.Sessions);

    public void Start()
    {
        RenewAfter(TimeSpan.Zero);
        RoundAfter(world.Chance.Millis(0, 1000));
    }

    private void RenewAfter(TimeSpan delay) => After(delay, () =>
    {
        if (!_renewing)
            Renew();
        RenewAfter(RenewEvery);
    });

    /// <summary>A silo that is about to stop begins no other life: others would count on it.</summary>
    private void Renew()
    {
        _renewing = true;
        if (Life is not { Ended: false } life)
        {
            if (Draining)
                Exit();
            else
                Register();
            return;
        }

        var sentAt = Now;
        Call(() => world.Database.Renew(life.Id), RenewTimeout, renewed =>
        {
            _renewing = false;
            if (renewed is true)
                life.Clock = LifeClock.Renewed(Counted(sentAt), World.Terms);
            else if (renewed is false)
                EndLife(life, "is refused");
        });
    }

    private void Register()
    {
        var (id, sentAt) = (world.Chance.Id(), Now);
        Call(() => world.Database.Register(id, member), RenewTimeout, registered =>
        {
            _renewing = false;
            if (registered is null || Draining)
                return;

            world.Trace.Note($"{this} begins life {id}");
            Life = new ModelLife(id, LifeClock.Renewed(Counted(sentAt), World.Terms), world.Bug);
            world.Judge.LifeBegan();
            _lives.Add(Life);
            Watch(Life);
        });
    }

    private TimeSpan Counted(TimeSpan sentAt) => world.Bug is PlantedBug.DeadlineFromAnswer ? Now : sentAt;

    /// <summary>The thread that looks at the deadline; it may look a little late.</summary>
    private void Watch(ModelLife life)
    {
        if (life.Ended || world.Bug is PlantedBug.DeadlineIgnored)
            return;

        if (life.Clock.IsOver(Now))
            EndLife(life, "is over");
        else
            After(life.Clock.OverAt - Now + world.Chance.Millis(0, 50), () => Watch(life));
    }

    private void EndLife(ModelLife life, string why)
    {
        world.Trace.Note($"{this}: life {life.Id} {why}");
        life.End();
    }
}
