using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>
/// Sees everything at the moment it happens, wherever it happens, and trusts no guard: who acts, which writes are taken, which epochs
/// are given, and what people saw in the end.
/// </summary>
internal sealed class Judge(int bots)
{
    private readonly long[] _granted = new long[bots];
    private readonly long[] _acted = new long[bots];
    private readonly Dictionary<(int Bot, int Message), int> _seen = [];

    /// <summary>Bots that changed their holder, and lives that began.</summary>
    public int Changes { get; private set; }

    public void LifeBegan() => Changes++;

    public void Granted(ModelBot bot, long epoch, bool toAnother)
    {
        Require(epoch > _granted[bot.Number], Promise.EpochRises, $"{bot} went from epoch {_granted[bot.Number]} to {epoch}");
        _granted[bot.Number] = epoch;
        Changes += toAnother ? 1 : 0;
    }

    public void Wrote(ModelBot bot, long epoch) => Require(
        epoch == _granted[bot.Number], Promise.StaleWriteRefused, $"a write to {bot} under epoch {epoch} was taken under {_granted[bot.Number]}");

    /// <summary>A session begins a call: connect, poll, send.</summary>
    public void Acts(ModelBot bot, long epoch)
    {
        Require(epoch >= _acted[bot.Number], Promise.NewestActs, $"the session of {bot} under {epoch} began a call when {_acted[bot.Number]} had begun one");
        _acted[bot.Number] = epoch;
    }

    public void Confirmed(ModelBot bot, int message, BotRows rows) => Require(
        rows.Stored.Exists(stored => stored.Source == message), Promise.ConfirmedIsStored, $"{bot}: message {message} is confirmed and not stored");

    public void Saw(ModelBot bot, int message) => _seen[(bot.Number, message)] = _seen.GetValueOrDefault((bot.Number, message)) + 1;

    public void AtRest(ModelBot bot, BotRows rows, int written)
    {
        for (var message = 1; message <= written; message++)
        {
            var stored = rows.Stored.Count(row => row.Source == message);
            Require(stored == 1, Promise.AnsweredOnce, $"{bot}: message {message} is stored {stored} times");
            var seen = _seen.GetValueOrDefault((bot.Number, message));
            var uncertain = bot.Kind is AccountKind.Bot && rows.Rows.Exists(row => row.Source == message && row.Uncertain);
            Require(seen == 1 || uncertain, Promise.AnsweredOnce, $"{bot}: message {message} was answered {seen} times, and none counted uncertain");
        }
    }

    public static void Require(bool holds, Promise promise, string what)
    {
        if (!holds)
            throw new Violation(promise, what);
    }
}
