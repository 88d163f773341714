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

    public async Task<EventsForgotten> KeepAsync(int days, CancellationToken cancellation)
    {
        await NumberAsync(new SqlStatement(MakeDays, EventDays.Ahead), cancellation);
        var dropped = await NumberAsync(new SqlStatement(ForgetDays, days), cancellation);
        var chunk = options.Value.EraseChunk;
        long events = 0, gone;
        do
        {
            gone = await NumberAsync(new SqlStatement(ForgetRest, days, chunk), cancellation);
            events += gone;
        }
        while (gone >= chunk);
        return new EventsForgotten((int)dropped, events);
    }

    private Task<long> NumberAsync(SqlStatement statement, CancellationToken cancellation) =>
        database.Open.Sessions.OfAllAsync(rows => rows.FindAsync(row => row.GetInt64(0)), cancellation, statement);
}
