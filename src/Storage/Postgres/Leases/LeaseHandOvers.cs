using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Session;

namespace MultiBot.Storage.Postgres.Leases;

/// <summary>Hand-overs, many in one call: a silo that gives half of its bots away gives thousands.</summary>
internal sealed class LeaseHandOvers(PostgresSessions lives) : IAsyncDisposable
{
    private const string HandOver = "SELECT place, given FROM hand_over_bots($1, $2, $3, $4)";

    /// <summary>As for claims.</summary>
    private const int MostAtOnce = 256;

    private readonly CallQueue<Gift, bool> _queue = new(
        gifts => CallAsync(lives, gifts),
        _ => throw new StoreUnavailableException("The bot's lease is in use at this moment; whether it was handed over is not known."),
        MostAtOnce);

    public Task<bool> HandOverAsync(BotId bot, Guid from, long epoch, Guid to, CancellationToken cancellation) =>
        _queue.AskAsync(new Gift(bot, from, epoch, to), cancellation);

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private static async Task<Dictionary<Gift, bool>> CallAsync(PostgresSessions lives, IReadOnlyList<Gift> gifts)
    {
        var results = new Dictionary<Gift, bool>(gifts.Count);
        foreach (var life in gifts.GroupBy(gift => gift.From))
        {
            Gift[] asked = [.. life];
            var statement = new SqlStatement(
                HandOver, life.Key, asked.Select(gift => gift.Bot.Value).ToArray(), asked.Select(gift => gift.Epoch).ToArray(), asked.Select(gift => gift.To).ToArray());
            var answers = await lives.OfAllAsync(
                rows => rows.ListAsync(row => (Place: (int)row.GetInt64(0), Given: row.GetBoolean(1))), CancellationToken.None, statement);
            foreach (var (place, given) in answers) results.Add(asked[place - 1], given);
        }

        return results;
    }

    private readonly record struct Gift(BotId Bot, Guid From, long Epoch, Guid To);
}
