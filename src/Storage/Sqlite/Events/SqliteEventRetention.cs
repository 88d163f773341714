using Microsoft.Extensions.Options;
using MultiBot.Domain.Events;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Events;

/// <summary>Events stand in the order of their times, all but: where the young ones begin is found without walking through them.</summary>
internal sealed class SqliteEventRetention(SqliteDatabase database, IOptions<StorageOptions> options, TimeProvider clock) : IEventRetention
{
    /// <summary>Walks along the old ones only, and stops.</summary>
    private const string SelectFirstYoung = "SELECT seq FROM events WHERE seq > 0 AND at >= ?1 ORDER BY seq LIMIT 1";

    private const string Delete = "DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE seq < ?1 ORDER BY seq LIMIT ?2)";

    private const string DeleteFigures = "DELETE FROM metrics_data WHERE (bot_id, hour) IN (SELECT bot_id, hour FROM metrics_data WHERE hour < ?1 ORDER BY hour LIMIT ?2)";

    private const string DeleteDecisions = "DELETE FROM decisions WHERE id IN (SELECT id FROM decisions WHERE at < ?1 LIMIT ?2)";

    private const string DeleteDrafts = "DELETE FROM drafts WHERE id IN (SELECT id FROM drafts WHERE at < ?1 AND state <> 0 LIMIT ?2)";

    public async Task<EventsForgotten> KeepAsync(int days, CancellationToken cancellation)
    {
        var before = Before(days);
        var young = await database.Open.Readers.ReadAsync(session => FirstYoung(session, before), cancellation);
        return new EventsForgotten(0, await ForgetAsync(Delete, young, cancellation));
    }

    public Task<long> ForgetFiguresAsync(int days, CancellationToken cancellation) => ForgetAsync(DeleteFigures, Before(days), cancellation);

    public async Task<long> ForgetDecisionsAsync(int days, CancellationToken cancellation) =>
        await ForgetAsync(DeleteDecisions, Before(days), cancellation) + await ForgetAsync(DeleteDrafts, Before(days), cancellation);

    private long Before(int days) => (clock.GetUtcNow() - TimeSpan.FromDays(days)).ToMicros();

    /// <summary>A chunk in each transaction, until one is not full.</summary>
    private async Task<long> ForgetAsync(string sql, long before, CancellationToken cancellation)
    {
        var chunk = options.Value.EraseChunk;
        long all = 0;
        int gone;
        do
        {
            gone = await database.Open.Writer.RunAsync(session => session.Execute(sql, before, chunk), cancellation);
            all += gone;
        }
        while (gone >= chunk);
        return all;
    }

    private static long FirstYoung(SqliteSession session, long before)
    {
        using var rows = session.Query(SelectFirstYoung, before);
        return rows.Read() ? rows.Int64(0) : long.MaxValue;
    }
}
