using System.Threading.Channels;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Leases;

/// <summary>Claims that wait together go in one call, so that a silo that comes up with thousands of bots waits for few commits.</summary>
internal sealed class ClaimQueue : IAsyncDisposable
{
    private const string Claim = "SELECT bot, granted, holder FROM claim_bots($1, $2)";

    /// <summary>Claims of one call: some ten milliseconds, for which commits of the same bots wait.</summary>
    private const int MostAtOnce = 256;

    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly NpgsqlDataSource _source;
    private readonly Task _work;

    public ClaimQueue(NpgsqlDataSource source)
    {
        _source = source;
        _work = Task.Run(WorkAsync);
    }

    public Task<ClaimResult> ClaimAsync(BotId bot, Guid incarnation, CancellationToken cancellation)
    {
        var claim = new Waiting(bot, incarnation);
        if (!_waiting.Writer.TryWrite(claim)) return Task.FromException<ClaimResult>(new StoreUnavailableException("The store is closed."));
        return claim.Answer.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _work;
    }

    private async Task WorkAsync()
    {
        var claims = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            claims.Clear();
            while (claims.Count < MostAtOnce && _waiting.Reader.TryRead(out var claim)) claims.Add(claim);
            foreach (var life in claims.GroupBy(claim => claim.Incarnation)) await ClaimAsync(life.Key, [.. life]);
        }
    }

    private async Task ClaimAsync(Guid incarnation, Waiting[] claims)
    {
        try
        {
            var results = await CallAsync(incarnation, [.. claims.Select(claim => claim.Bot.Value).Distinct()]);
            foreach (var claim in claims)
            {
                if (results.TryGetValue(claim.Bot.Value, out var result)) claim.Answer.TrySetResult(result);
                else claim.Answer.TrySetException(new StoreUnavailableException("The bot's lease is in use at this moment; it may be tried again."));
            }
        }
        catch (Exception exception)
        {
            foreach (var claim in claims) claim.Answer.TrySetException(PostgresFailures.Translate(exception));
        }
    }

    private async Task<Dictionary<string, ClaimResult>> CallAsync(Guid incarnation, string[] bots)
    {
        await using var command = _source.CreateCommand(Claim);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = bots });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = incarnation });
        await using var rows = await command.ExecuteReaderAsync();
        var results = new Dictionary<string, ClaimResult>(bots.Length);
        while (await rows.ReadAsync()) results.Add(rows.GetString(0), Read(rows));
        return results;
    }

    private static ClaimResult Read(NpgsqlDataReader row) =>
        row.Int64OrNull(1) is { } epoch ? new ClaimResult.Granted(epoch)
        : row.TextOrNull(2) is { } silo ? new ClaimResult.HeldElsewhere(silo)
        : new ClaimResult.Expired();

    private sealed record Waiting(BotId Bot, Guid Incarnation)
    {
        public TaskCompletionSource<ClaimResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
