using Microsoft.Extensions.Options;
using MultiBot.Domain.Events;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;

namespace MultiBot.Storage.Postgres.Events;

/// <summary>Whole days are dropped a while after they ended; single events are left only where a day had no partition.</summary>
internal sealed class PostgresEventRetention(PostgresDatabase database, IOptions<StorageOptions> options) : IEventRetention
{
    private const string MakeDays = "SELECT make_event_days($1)::bigint";
    private const string ForgetDays = "SELECT forget_event_days($1)::bigint";
    private const string ForgetRest = "SELECT forget_events($1, $2)";
    private const string ForgetDecisions = "SELECT forget_decisions($1, $2)";
    private const string ForgetDrafts = "SELECT forget_drafts($1, $2)";
    private const string ForgetFigures = "SELECT forget_figures($1, $2)";

    public async Task<EventsForgotten> KeepAsync(int days, CancellationToken cancellation)
    {
        await NumberAsync(new SqlStatement(MakeDays, EventDays.Ahead), cancellation);
        var dropped = await NumberAsync(new SqlStatement(ForgetDays, days), cancellation);
        return new EventsForgotten((int)dropped, await ForgetAsync(ForgetRest, days, cancellation));
    }

    public Task<long> ForgetFiguresAsync(int days, CancellationToken cancellation) => ForgetAsync(ForgetFigures, days, cancellation);

    public async Task<long> ForgetDecisionsAsync(int days, CancellationToken cancellation) =>
        await ForgetAsync(ForgetDecisions, days, cancellation) + await ForgetAsync(ForgetDrafts, days, cancellation);

    /// <summary>A chunk in each transaction, until one is not full.</summary>
    private async Task<long> ForgetAsync(string sql, int days, CancellationToken cancellation)
    {
        var chunk = options.Value.EraseChunk;
        long all = 0, gone;
        do
        {
            gone = await NumberAsync(new SqlStatement(sql, days, chunk), cancellation);
            all += gone;
        }
        while (gone >= chunk);
        return all;
    }

    private Task<long> NumberAsync(SqlStatement statement, CancellationToken cancellation) =>
        database.Open.Sessions.OfAllAsync(rows => rows.FindAsync(row => row.GetInt64(0)), cancellation, statement);
}
