using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using Npgsql;

namespace MultiBot.Storage.Postgres.Leases;

/// <summary>Silo lives and leases by the database's clock.</summary>
internal sealed class PostgresLeases(PostgresDatabase database) : ILeases
{
    private const string Insert =
        """
        INSERT INTO silo_incarnations (id, silo, address, http_port, started_at, expires_at) SELECT $1, $2, $3, $4, now_at, now_at + $5 FROM clock() now_at
        ON CONFLICT DO NOTHING
        """;

    private const string Renew =
        "UPDATE silo_incarnations SET expires_at = now_at + $2 FROM clock() now_at WHERE id = $1 AND retired_at IS NULL AND expires_at > now_at";

    private const string Retire = "SELECT retire_silo($1)";
    private const string Release = "UPDATE bot_leases SET incarnation = NULL WHERE bot_id = $1 AND incarnation = $2 AND epoch = $3";
    private const string SelectLiving = "SELECT id, silo, address, http_port, started_at, expires_at, bots FROM living_silos()";

    private PostgresSessions Sessions => database.Open.Lives;

    public Task RegisterAsync(Incarnation incarnation, TimeSpan timeToLive, CancellationToken cancellation) => Sessions.ExecuteAsync(
        null, cancellation, new SqlStatement(Insert, incarnation.Id, incarnation.Silo, incarnation.Address, incarnation.HttpPort, timeToLive));

    public async Task<bool> RenewAsync(Guid incarnation, TimeSpan timeToLive, CancellationToken cancellation) =>
        await Sessions.ExecuteAsync(null, cancellation, new SqlStatement(Renew, incarnation, timeToLive)) > 0;

    public Task RetireAsync(Guid incarnation, CancellationToken cancellation) => Sessions.ExecuteAsync(null, cancellation, new SqlStatement(Retire, incarnation));

    public Task<ClaimResult> ClaimAsync(BotId bot, Guid incarnation, CancellationToken cancellation) => database.Open.Claims.ClaimAsync(bot, incarnation, cancellation);

    public Task ReleaseAsync(BotId bot, Guid incarnation, long epoch, CancellationToken cancellation) =>
        Sessions.ExecuteAsync(bot, cancellation, new SqlStatement(Release, bot, incarnation, epoch));

    public async Task<IReadOnlyList<IncarnationInfo>> ListAsync(CancellationToken cancellation) =>
        await Sessions.OfAllAsync(rows => rows.ListAsync(Read), cancellation, new SqlStatement(SelectLiving));

    private static IncarnationInfo Read(NpgsqlDataReader row)
    {
        var incarnation = new Incarnation { Id = row.GetGuid(0), Silo = row.GetString(1), Address = row.GetString(2), HttpPort = row.GetInt32(3) };
        return new IncarnationInfo(incarnation, row.Time(4), row.Time(5), (int)row.GetInt64(6));
    }
}
