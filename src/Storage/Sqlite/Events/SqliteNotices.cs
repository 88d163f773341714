using MultiBot.Domain.Events;
using MultiBot.Domain.Notices;
using MultiBot.Storage.Events;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Events;

internal sealed class SqliteNotices(SqliteDatabase database) : INotices
{
    private const string All = "SELECT state FROM notices ORDER BY bot_id";
    private const string OfFleet = "SELECT state FROM fleet_notices WHERE id = 1";

    public async Task<IReadOnlyList<BotNotices>> ReadAsync(int partition, CancellationToken cancellation) =>
        await database.Open.Readers.ReadAsync(session => Read(session, partition), cancellation);

    public Task<FleetNotices?> ReadFleetAsync(CancellationToken cancellation) => database.Open.Readers.ReadAsync(
        session =>
        {
            using var rows = session.Query(OfFleet);
            return rows.Read() ? NoticeJson.ReadFleet(rows.Text(0)) : null;
        },
        cancellation);

    /// <summary>SQLite does not know the partitions; there are few rows.</summary>
    private static List<BotNotices> Read(SqliteSession session, int partition)
    {
        var found = new List<BotNotices>();
        using var rows = session.Query(All);
        while (rows.Read())
        {
            var one = NoticeJson.ReadBot(rows.Text(0));
            if (EventPartitions.Of(one.Bot) == partition) found.Add(one);
        }

        return found;
    }
}
