using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Leases;

/// <summary>The database's clock is the store's: there is one process, and it reads the time inside the write.</summary>
internal sealed class SqliteLeases(SqliteDatabase database, TimeProvider clock) : ILeases
{
    private const string Insert =
        """
        INSERT INTO silo_incarnations (id, silo, address, http_port, started_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT DO NOTHING
        """;

    private const string Renew = "UPDATE silo_incarnations SET expires_at = ?3 WHERE id = ?1 AND retired_at IS NULL AND expires_at > ?2";
    private const string MarkDead = "UPDATE silo_incarnations SET retired_at = ?2 WHERE id = ?1 AND retired_at IS NULL";
    private const string FreeBots = "UPDATE bot_leases SET incarnation = NULL WHERE incarnation = ?1";
    private const string Free = "UPDATE bot_leases SET incarnation = NULL WHERE bot_id = ?1 AND incarnation = ?2 AND epoch = ?3";

    private const string SelectLiving =
        """
        SELECT i.id, i.silo, i.address, i.http_port, i.started_at, i.expires_at,
            (SELECT COUNT(*) FROM bot_leases l WHERE l.incarnation = i.id)
        FROM silo_incarnations i WHERE i.retired_at IS NULL AND i.expires_at > ?1 ORDER BY i.started_at, i.id
        """;

    public Task RegisterAsync(Incarnation incarnation, TimeSpan timeToLive, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(
            session =>
            {
                var now = clock.Micros();
                return session.Execute(
                    Insert, incarnation.Id.ToByteArray(), incarnation.Silo, incarnation.Address, incarnation.HttpPort, now,
                    now + timeToLive.ToMicros());
            },
            cancellation);

    public Task<bool> RenewAsync(Guid incarnation, TimeSpan timeToLive, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(
            session =>
            {
                var now = clock.Micros();
                return session.Execute(Renew, incarnation.ToByteArray(), now, now + timeToLive.ToMicros()) > 0;
            },
            cancellation);

    public Task RetireAsync(Guid incarnation, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(
            session =>
            {
                session.Execute(MarkDead, incarnation.ToByteArray(), clock.Micros());
                return session.Execute(FreeBots, incarnation.ToByteArray());
            },
            cancellation);

    public Task<ClaimResult> ClaimAsync(BotId bot, Guid incarnation, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => LeaseClaim.Apply(session, bot, incarnation, clock.Micros()), cancellation);

    public Task ReleaseAsync(BotId bot, Guid incarnation, long epoch, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => session.Execute(Free, bot, incarnation.ToByteArray(), epoch), cancellation);

    public async Task<IReadOnlyList<IncarnationInfo>> ListAsync(CancellationToken cancellation) =>
        await database.Open.Readers.ReadAsync(ReadLiving, cancellation);

    private List<IncarnationInfo> ReadLiving(SqliteSession session)
    {
        var living = new List<IncarnationInfo>();
        using var rows = session.Query(SelectLiving, clock.Micros());
        while (rows.Read())
        {
            var incarnation = new Incarnation
            {
                Id = new Guid(rows.Blob(0)),
                Silo = rows.Text(1),
                Address = rows.Text(2),
                HttpPort = rows.Int32(3),
            };
            living.Add(new IncarnationInfo(incarnation, rows.Time(4), rows.Time(5), rows.Int32(6)));
        }

        return living;
    }
}
