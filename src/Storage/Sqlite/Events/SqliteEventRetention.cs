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

    public async Task<EventsForgotten> KeepAsync(int days, CancellationToken cancellation)
    {
        var before = (clock.GetUtcNow() - TimeSpan.FromDays(days)).ToMicros();
        var young = await database.Open.Readers.ReadAsync(session => FirstYoung(session, before), cancellation);
        var chunk = options.Value.EraseChunk;
        long events = 0;
        int gone;
        do
        {
            gone = await database.Open.Writer.RunAsync(session => session.Execute(Delete, young, chunk), cancellation);
            events += gone;
        }
        while (gone >= chunk);
        return new EventsForgotten(0, events);
    }

    private static long FirstYoung(SqliteSession session, long before)
    {
        using var rows = session.Query(SelectFirstYoung, before);
        return rows.Read() ? rows.Int64(0) : long.MaxValue;
    }
}
