using MultiBot.Domain.Bots;
using MultiBot.Domain.Conversations;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>One history: chaos for a while, then all faults end, and everything must come to rest and be as promised.</summary>
internal sealed partial class World
{
    // A message costs some twenty effects on a good day; two hundred leave room for every fault there is.
    private const int MostEffectsOfOneCause = 200;

    private static readonly TimeSpan LongestRecovery = TimeSpan.FromMinutes(10);

    private readonly List<ModelBot> _bots = [];
    private readonly List<Person> _people = [];
    private readonly Operators _operators;
    private readonly Owner? _owner;
    private ModelBot _holder = null!;
    private int _activations;
    private int _replies;
    private int _effects;
    private int _causes;

    public World(ulong seed, PlantedBug bug, bool traced)
    {
        Bug = bug;
        Chance = new Chance(seed);
        Weather = Weather.Draw(Chance);
        // One bot in five asks its operators first.
        Rules = Weather.DrawRules(Chance) with { Approval = seed % 5 == 0 };
        Trace = new Trace(traced, Schedule);
        Judge = new Judge(Rules.IdempotentSends, Rules.Autonomy, Rules.Approval);
        Store = new ModelStore(Schedule, Judge, Trace, bug) { RepeatsShowToday = Chance.In(0.5) };
        Telegram = new ModelTelegram(this, Rules.IdempotentSends);
        Wire = new Wire(this);
        _operators = new Operators(this);
        // In one history of four the account's owner types elsewhere.
        if (seed % 4 == 1)
            (_owner, OwnerTakesOver) = (new Owner(this), Chance.Of(TimeSpan.Zero, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(12)));
    }

    public static BotId Bot { get; } = BotId.Parse("anna");

    public PlantedBug Bug { get; }
    public Chance Chance { get; }
    public Schedule Schedule { get; } = new();
    public Trace Trace { get; }
    public Weather Weather { get; private set; }
    public ConversationRules Rules { get; }
    public Judge Judge { get; }

    /// <summary>How long the persona is silent once the owner has typed.</summary>
    public TimeSpan OwnerTakesOver { get; }
    public ModelStore Store { get; }
    public ModelTelegram Telegram { get; }
    public Wire Wire { get; }

    /// <summary>A living incarnation, usually the one that holds the lease.</summary>
    public ModelBot? Any()
    {
        var living = _bots.FindAll(bot => bot.Alive);
        return living.Count == 0 ? null : Chance.In(0.8) && _holder.Alive ? _holder : living[Chance.Below(living.Count)];
    }

    public int NextActivation() => ++_activations;

    /// <summary>One to four sentences, of which each is known by its name.</summary>
    public string NewReply()
    {
        var name = ++_replies;
        return string.Join(' ', Enumerable.Range(1, Chance.Of(1, 1, 2, 4)).Select(sentence => $"r{name}s{sentence} and some twenty more of it."));
    }

    public void Spend(int effects, int most)
    {
        _effects += effects;
        if (effects > most)
            throw new Violation(Promise.NoHotLoop, $"{effects} effects in one step");
        if (_effects > MostEffectsOfOneCause * (_causes + Judge.Written + Judge.Unasked))
            throw new Violation(Promise.NoHotLoop, $"{_effects} effects for {_causes + Judge.Written + Judge.Unasked} causes");
    }

    public void Run()
    {
        Trace.Note($"{Weather}");
        Trace.Note($"{Rules}");
        var end = Chance.Seconds(15, 60);
        PlanChaos(end);
        TakeOver();
        if (Rules.Approval)
            Review();
        while (Schedule.Elapsed < end && Schedule.RunNext())
        {
        }

        Heal();
        while (!AtRest() && Schedule.Elapsed < end + LongestRecovery && Schedule.RunNext())
        {
        }

        if (!AtRest())
            throw new Violation(Promise.ComesToRest, $"still moving, or stuck: {string.Join("; ", Unrest())}");
        Trace.Note($"at rest");
        Judge.JudgeAtRest(Store);
    }

    private bool AtRest() => Wire.Busy == 0 && !Telegram.Holds(Store.Cursor)
        && !Store.Chats.Any(chat => chat.Unfinished || chat.Draft is not null || chat.HumanUntil is not null) && _holder.Activations.TrueForAll(activation => !activation.Alive || activation.Finished);

    private IEnumerable<string> Unrest() =>
    [
        .. Store.Chats.Where(chat => chat.Unfinished || chat.Draft is not null || chat.HumanUntil is not null).Select(chat => $"{chat.Id}: {chat.Mode} until {chat.HumanUntil}, {chat.Waiting.Count()} waiting, draft {chat.Draft}, open {string.Join(", ", chat.Open)}"),
        .. _holder.Activations.Where(activation => activation.Alive).Select(activation => activation.ToString()),
    ];
}
