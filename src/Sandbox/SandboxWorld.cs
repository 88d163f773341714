using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using MultiBot.Sandbox.Faults;
using MultiBot.Sandbox.Journal;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox;

/// <summary>
/// Everything one sandbox knows: bots, people, faults, journal. In memory only; a new process starts empty.
/// Safe for concurrent use.
/// </summary>
public sealed class SandboxWorld
{
    /// <summary>Update ids start at the seconds since then, so that those of a restarted sandbox lie above the old ones.</summary>
    private static readonly DateTimeOffset UpdateIdsBegan = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<long, SandboxBot> bots = new();
    private readonly ConcurrentDictionary<long, Person> people = new();
    private long lastPoll;

    public SandboxWorld(TimeProvider time, IOptions<SandboxOptions> options)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        Time = time;
        Options = options.Value;
        Chance = new Chance(Options.Seed);
        Faults = new FaultTable(Chance);
        Journal = new CallJournal(Options.JournalSize);
    }

    internal TimeProvider Time { get; }

    internal SandboxOptions Options { get; }

    internal Chance Chance { get; }

    internal FaultTable Faults { get; }

    internal CallJournal Journal { get; }

    internal Totals Totals { get; private set; } = new();

    /// <summary>See <see cref="SandboxPeople"/>.</summary>
    internal Action<SeenMessage>? Sees { get; set; }

    /// <summary>Limits of bots that appear from now on.</summary>
    internal RateLimits? Limits { get; private set; }

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal IEnumerable<SandboxBot> Bots => bots.Values.OrderBy(bot => bot.Id);

    internal IEnumerable<Person> People => people.Values.OrderBy(person => person.Id);

    internal SandboxBot? FindBot(long id) => bots.GetValueOrDefault(id);

    internal SandboxBot Bot(long id) => bots.GetOrAdd(id, Create);

    internal Person? FindPerson(long id) => people.GetValueOrDefault(id);

    internal void Remember(Person person)
    {
        if (!people.TryGetValue(person.Id, out var known) || known != person)
            people[person.Id] = person;
    }

    internal long DrawPoll() => Interlocked.Increment(ref lastPoll);

    internal void Limit(RateLimits? limits)
    {
        Limits = limits;
        foreach (var bot in bots.Values)
        {
            lock (bot.Gate)
                bot.Limit(limits);
        }
    }

    /// <summary>Forgets one bot with its chats.</summary>
    internal void Forget(long bot)
    {
        if (!bots.TryRemove(bot, out var gone))
            return;
        lock (gone.Gate)
            gone.Close();
    }

    /// <summary>Forgets everything: bots, chats, people, faults, limits, journal and counters.</summary>
    internal void Reset()
    {
        Faults.Clear();
        Limits = null;
        foreach (var bot in bots.Keys)
            Forget(bot);
        people.Clear();
        Journal.Clear();
        Totals = new Totals();
    }

    internal TotalsNow ReadTotals()
    {
        var (count, pending, polls) = (0, 0, 0);
        foreach (var bot in bots.Values)
        {
            lock (bot.Gate)
            {
                count++;
                pending += bot.Updates.Count;
                polls += bot.Poll is null ? 0 : 1;
            }
        }

        return Totals.Read(count, pending, polls);
    }

    /// <summary>
    /// Message ids start anywhere: a bot that remembers an earlier sandbox takes a message with a known id for a repeat.
    /// </summary>
    private SandboxBot Create(long id)
    {
        var firstUpdate = (int)Math.Min((Now - UpdateIdsBegan).TotalSeconds, int.MaxValue / 2);
        var bot = new SandboxBot(id, Chance.Between(1_000, 1 << 30), firstUpdate, Options);
        bot.Limit(Limits);
        return bot;
    }
}
