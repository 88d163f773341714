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
        INSERT INTO silo_incarnations (id, silo, address, http_port, member, draining, started_at, fresh_until, expires_at, accounts_until)
        SELECT $1, $2, $3, $4, $5, $6, now_at, now_at + $7, now_at + $8, now_at + $9 FROM clock() now_at ON CONFLICT DO NOTHING
        """;

    /// <summary>A life that is gone has let go of everything long before.</summary>
    private const string ForgetLongGone = "DELETE FROM silo_incarnations WHERE COALESCE(retired_at, condemned_at) < clock() - interval '1 day'";

    private const string Renew =
        """
        UPDATE silo_incarnations SET fresh_until = now_at + $2, expires_at = now_at + $3, accounts_until = now_at + $4 FROM clock() now_at
        WHERE id = $1 AND retired_at IS NULL AND condemned_at IS NULL AND expires_at > now_at
        """;

    private const string Drain = "UPDATE silo_incarnations SET draining = $2 WHERE id = $1";
    private const string Condemn = "UPDATE silo_incarnations SET condemned_at = clock() WHERE member = $1 AND retired_at IS NULL AND condemned_at IS NULL";
    private const string Retire = "SELECT retire_silo($1)";
    private const string ClaimShare = "SELECT bot, granted, taken_over FROM claim_share($1, $2)";

    private const string SelectHeld = "SELECT bots_held($1)";

    private const string Release = "UPDATE bot_leases SET incarnation = NULL WHERE bot_id = $1 AND incarnation = $2 AND epoch = $3";

    private const string SelectLiving = "SELECT id, silo, address, http_port, member, started_at, expires_at, bots, running, draining FROM living_silos()";

    private PostgresSessions Sessions => database.Open.Lives;

    public Task RegisterAsync(Incarnation incarnation, LifeTerms terms, CancellationToken cancellation) => Sessions.ExecuteAsync(
        null, cancellation,
        new SqlStatement(ForgetLongGone),
        new SqlStatement(
            Insert, incarnation.Id, incarnation.Silo, incarnation.Address, incarnation.HttpPort, incarnation.Member, incarnation.Draining,
            terms.FreshFor, terms.TimeToLive, terms.TimeToLive + terms.AccountWait));

    public async Task<bool> RenewAsync(Guid incarnation, LifeTerms terms, CancellationToken cancellation) =>
        await Sessions.ExecuteAsync(
            null, cancellation, new SqlStatement(Renew, incarnation, terms.FreshFor, terms.TimeToLive, terms.TimeToLive + terms.AccountWait)) > 0;

    public Task SetDrainingAsync(Guid incarnation, bool draining, CancellationToken cancellation) =>
        Sessions.ExecuteAsync(null, cancellation, new SqlStatement(Drain, incarnation, draining));

    public Task RetireAsync(Guid incarnation, CancellationToken cancellation) => Sessions.ExecuteAsync(null, cancellation, new SqlStatement(Retire, incarnation));

    public async Task<bool> CondemnAsync(string member, CancellationToken cancellation) =>
        await Sessions.ExecuteAsync(null, cancellation, new SqlStatement(Condemn, member)) > 0;

    public Task<ClaimResult> ClaimAsync(BotId bot, Guid incarnation, CancellationToken cancellation) => database.Open.Claims.ClaimAsync(bot, incarnation, cancellation);

    public async Task<IReadOnlyList<BotGrant>> ClaimShareAsync(Guid incarnation, int most, CancellationToken cancellation) =>
        await Sessions.OfAllAsync(
            rows => rows.ListAsync(row => new BotGrant(BotId.Parse(row.GetString(0)), row.GetInt64(1), row.GetBoolean(2))), cancellation, new SqlStatement(ClaimShare, incarnation, most));

    public async Task<IReadOnlyList<BotId>> ReadHeldAsync(Guid incarnation, CancellationToken cancellation) =>
        await database.Open.Sessions.OfAllAsync(
            rows => rows.ListAsync(row => BotId.Parse(row.GetString(0))), cancellation, new SqlStatement(SelectHeld, incarnation));

    public Task<bool> HandOverAsync(BotId bot, Guid from, long epoch, Guid to, CancellationToken cancellation) =>
        database.Open.HandOvers.HandOverAsync(bot, from, epoch, to, cancellation);

    public Task ReleaseAsync(BotId bot, Guid incarnation, long epoch, CancellationToken cancellation) =>
        Sessions.ExecuteAsync(bot, cancellation, new SqlStatement(Release, bot, incarnation, epoch));

    public Task<string?> FindHolderAsync(BotId bot, CancellationToken cancellation) =>
        database.Open.Reads.HolderAsync(bot, cancellation);

    public async Task<IReadOnlyList<IncarnationInfo>> ListAsync(CancellationToken cancellation) =>
        await Sessions.OfAllAsync(rows => rows.ListAsync(Read), cancellation, new SqlStatement(SelectLiving));

    private static IncarnationInfo Read(NpgsqlDataReader row)
    {
        var incarnation = new Incarnation
        {
            Id = row.GetGuid(0), Silo = row.GetString(1), Address = row.GetString(2), HttpPort = row.GetInt32(3), Member = row.GetString(4),
            Draining = row.GetBoolean(9),
        };
        return new IncarnationInfo(incarnation, row.Time(5), row.Time(6), (int)row.GetInt64(7), (int)row.GetInt64(8));
    }
}
