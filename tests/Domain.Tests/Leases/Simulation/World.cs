using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;

namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>One history: silos come and go under faults for a while, then all faults end, and every bot must run, evenly shared out.</summary>
internal sealed partial class World
{
    private const int MostHappenings = 200_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>So long nothing moves any more before the history ends.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);

    /// <summary>A life that has to begin, a round, a claim and the opening.</summary>
    private static readonly TimeSpan Rounds = TimeSpan.FromSeconds(3);

    private readonly ModelSilo?[] _places;
    private readonly bool[] _ran;
    private readonly bool _plain;
    private int _members;
    private int _boots;

    public World(ulong seed, PlantedBug bug, bool traced)
    {
        Bug = bug;
        Chance = new Chance(seed);
        Trace = new Trace(traced, Schedule);
        _plain = Chance.In(0.1);
        Weather = _plain ? Weather.Calm : Weather.Draw(Chance);
        Slack = Chance.Of(0, 0, 0.1, 0.5);
        Bots = [.. Enumerable.Range(0, 1 + Chance.Below(6)).Select(number => new ModelBot(number, Chance.Of(AccountKind.Bot, AccountKind.User), Chance.In(0.5)))];
        Judge = new Judge(Bots.Count);
        Database = new ModelDatabase(this);
        Telegram = new ModelTelegram(this);
        _places = new ModelSilo?[2 + Chance.Below(3)];
        _ran = new bool[Bots.Count];
    }

    /// <summary>The terms of production.</summary>
    public static LifeTerms Terms { get; } = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    public PlantedBug Bug { get; }
    public Chance Chance { get; }
    public Schedule Schedule { get; } = new();
    public Trace Trace { get; }
    public Weather Weather { get; private set; }
    public double Slack { get; }
    public IReadOnlyList<ModelBot> Bots { get; }
    public Judge Judge { get; }
    public ModelDatabase Database { get; }
    public ModelTelegram Telegram { get; }

    /// <summary>The faults have ended.</summary>
    public bool Healed { get; private set; }

    private IEnumerable<ModelSilo> Silos => _places.OfType<ModelSilo>().Where(silo => silo.Alive);

    public void Run()
    {
        Trace.Note($"{Weather}, slack {Slack}, {string.Join(", ", Bots)}, {_places.Length} silos");
        for (var place = 0; place < _places.Length; place++)
            Boot(place);
        RunUntil(PlanFaults());
        Heal();
        RunUntilRunning(Schedule.Elapsed);
        RunUntilQuiet(Schedule.Elapsed + Terms.TimeToLive + Terms.AccountWait + (8 * Rounds));
        JudgeAtRest();
    }

    private void RunUntil(TimeSpan end)
    {
        for (var happenings = 0; Schedule.Elapsed < end && Schedule.RunNext(); happenings++)
            Judge.Require(happenings < MostHappenings, Promise.NoHotLoop, $"more than {MostHappenings} happenings");
    }

    /// <summary>
    /// After the last fault a token waits until a life has run out; a user account longer. After a plain death a token waits for the
    /// verdict only: by then its life is not fresh any more, or will soon not be.
    /// </summary>
    private void RunUntilRunning(TimeSpan healed)
    {
        var token = healed + Rounds + (!_plain ? Terms.TimeToLive : SlowestVerdict > Terms.FreshFor ? SlowestVerdict : Terms.FreshFor);
        var account = healed + Rounds + Terms.TimeToLive + Terms.AccountWait;
        while (_ran.Contains(false))
        {
            RunUntil(Schedule.Elapsed + Look);
            foreach (var bot in Bots.Where(bot => !_ran[bot.Number]))
            {
                _ran[bot.Number] = Runs(bot);
                Judge.Require(
                    _ran[bot.Number] || Schedule.Elapsed < (bot.Kind is AccountKind.User ? account : token), Promise.RunsSoon,
                    $"{bot} does not run {(Schedule.Elapsed - healed).TotalSeconds:F1} s after the last fault");
            }
        }

        foreach (var bot in Bots)
            Telegram.Write(bot);
    }

    /// <summary>Until all is answered and shared out, and stays so.</summary>
    private void RunUntilQuiet(TimeSpan latest)
    {
        var (since, changes) = (Schedule.Elapsed, Judge.Changes);
        while (Schedule.Elapsed - since < Quiet)
        {
            RunUntil(Schedule.Elapsed + Look);
            if (Judge.Changes != changes || !IsDone())
                (since, changes) = (Schedule.Elapsed, Judge.Changes);
            Judge.Require(Schedule.Elapsed < latest, Promise.ComesToRest, $"still moving, or stuck: {string.Join("; ", Bots.Where(bot => !IsDone(bot)))}");
        }

        Trace.Note($"at rest");
    }

    private bool IsDone() => _boots == 0 && Bots.All(IsDone) && !Silos.Any(silo => silo.IsBusy);

    private bool IsDone(ModelBot bot) => Runs(bot) && Database.RowsOf(bot).AllDone && Database.RowsOf(bot).Stored.Count >= Telegram.WrittenTo(bot);

    private bool Runs(ModelBot bot) =>
        Silos.Any(silo => silo.Life is { Ended: false } life && silo.SessionOf(bot) is { Runs: true } && Database.Holds(life.Id, bot));

    private void JudgeAtRest()
    {
        foreach (var bot in Bots)
            Judge.AtRest(bot, Database.RowsOf(bot), Telegram.WrittenTo(bot));

        var loads = Silos.Select(silo => Bots.Count(bot => silo.SessionOf(bot) is not null)).ToList();
        var share = (Bots.Count + loads.Count - 1) / loads.Count;
        var least = Bots.Count / loads.Count;
        Judge.Require(
            loads.TrueForAll(load => load <= share + (share * Slack) && (Slack > 0 || load >= least)), Promise.SharedOut,
            $"{Bots.Count} bots are shared out as {string.Join(", ", loads)}");
    }
}
