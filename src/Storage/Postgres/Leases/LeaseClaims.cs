using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Leases;

/// <summary>Claims, many in one call.</summary>
internal sealed class LeaseClaims(PostgresSessions lives) : IAsyncDisposable
{
    private const string Claim = "SELECT bot, granted, holder, taken_over FROM claim_bots($1, $2)";

    /// <summary>Some ten milliseconds, for which commits of the same bots wait.</summary>
    private const int MostAtOnce = 256;

    private readonly CallQueue<(BotId Bot, Guid Incarnation), ClaimResult> _queue = new(
        claims => CallAsync(lives, claims),
        _ => throw new StoreUnavailableException("The bot's lease is in use at this moment; it may be tried again."),
        MostAtOnce);

    public Task<ClaimResult> ClaimAsync(BotId bot, Guid incarnation, CancellationToken cancellation) => _queue.AskAsync((bot, incarnation), cancellation);

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private static async Task<Dictionary<(BotId, Guid), ClaimResult>> CallAsync(PostgresSessions lives, IReadOnlyList<(BotId Bot, Guid Incarnation)> claims)
    {
        var results = new Dictionary<(BotId, Guid), ClaimResult>(claims.Count);
        foreach (var life in claims.GroupBy(claim => claim.Incarnation))
        {
            string[] bots = [.. life.Select(claim => claim.Bot.Value)];
            var answers = await lives.OfAllAsync(
                rows => rows.ListAsync(row => (BotId.Parse(row.GetString(0)), Read(row))), CancellationToken.None, new SqlStatement(Claim, bots, life.Key));
            foreach (var (bot, result) in answers) results.Add((bot, life.Key), result);
        }

        return results;
    }

    private static ClaimResult Read(NpgsqlDataReader row) =>
        row.Int64OrNull(1) is { } epoch ? new ClaimResult.Granted(epoch, row.GetBoolean(3))
        : row.TextOrNull(2) is { } silo ? new ClaimResult.HeldElsewhere(silo)
        : new ClaimResult.Expired();
}
