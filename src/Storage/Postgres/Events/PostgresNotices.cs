using MultiBot.Domain.Notices;
using MultiBot.Storage.Events;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;

namespace MultiBot.Storage.Postgres.Events;

internal sealed class PostgresNotices(PostgresDatabase database) : INotices
{
    private const string OfPartition = "SELECT state FROM read_notices($1)";
    private const string OfFleet = "SELECT state::text FROM fleet_notices WHERE id = 1";

    public async Task<IReadOnlyList<BotNotices>> ReadAsync(int partition, CancellationToken cancellation) => await database.Open.Sessions.OfAllAsync(
        rows => rows.ListAsync(row => NoticeJson.ReadBot(row.GetString(0))), cancellation, new SqlStatement(OfPartition, partition));

    public Task<FleetNotices?> ReadFleetAsync(CancellationToken cancellation) => database.Open.Sessions.OfAllAsync(
        rows => rows.FindAsync(row => NoticeJson.ReadFleet(row.GetString(0))), cancellation, new SqlStatement(OfFleet));
}
