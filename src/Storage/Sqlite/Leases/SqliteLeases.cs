using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Storage.Sqlite.Bots;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Leases;

/// <summary>The database's clock is the store's: there is one process, and it reads the time inside the write.</summary>
internal sealed class SqliteLeases(SqliteDatabase database, TimeProvider clock) : ILeases
{
    private const string Free = "UPDATE bot_leases SET incarnation = NULL WHERE bot_id = ?1 AND incarnation = ?2 AND epoch = ?3";

    private const string SelectHeld =
        """
        SELECT b.bot_id FROM bot_leases l JOIN bots b ON b.bot_id = l.bot_id
        WHERE l.incarnation = ?1 AND b.should_run AND b.removed_at IS NULL ORDER BY b.bot_id
        """;

    private const string SelectHolder =
        """
        SELECT i.member FROM bot_leases l JOIN silo_incarnations i ON i.id = l.incarnation
        WHERE l.bot_id = ?1 AND i.retired_at IS NULL AND i.condemned_at IS NULL AND i.expires_at > ?2
        """;

    public Task RegisterAsync(Incarnation incarnation, LifeTerms terms, CancellationToken cancellation) =>
        WriteAsync((session, _) => LifeRows.Add(session, incarnation, terms, clock.GetUtcNow()), cancellation);

    public Task<bool> RenewAsync(Guid incarnation, LifeTerms terms, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => LifeRows.Renew(session, incarnation, terms, clock.GetUtcNow()), cancellation);

    public Task SetDrainingAsync(Guid incarnation, bool draining, CancellationToken cancellation) =>
        WriteAsync((session, _) => LifeRows.SetDraining(session, incarnation, draining), cancellation);

    public Task RetireAsync(Guid incarnation, CancellationToken cancellation) => WriteAsync((session, now) => LifeRows.Retire(session, incarnation, now), cancellation);

    public Task<bool> CondemnAsync(string member, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => LifeRows.Condemn(session, member, clock.Micros()), cancellation);

    public Task<ClaimResult> ClaimAsync(BotId bot, Guid incarnation, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => LeaseClaim.Apply(session, bot, incarnation, clock.GetUtcNow()), cancellation);

    public async Task<IReadOnlyList<BotGrant>> ClaimShareAsync(Guid incarnation, int most, CancellationToken cancellation) =>
        await database.Open.Writer.RunAsync(session => LeaseClaim.ApplyShare(session, incarnation, most, clock.GetUtcNow()), cancellation);

    public async Task<IReadOnlyList<BotId>> ReadHeldAsync(Guid incarnation, CancellationToken cancellation) =>
        await database.Open.Readers.ReadAsync(session => BotIds.Read(session.Query(SelectHeld, incarnation.ToByteArray())), cancellation);

    public Task<bool> HandOverAsync(BotId bot, Guid from, long epoch, Guid to, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => LeaseClaim.HandOver(session, bot, from, epoch, to, clock.GetUtcNow()), cancellation);

    public Task ReleaseAsync(BotId bot, Guid incarnation, long epoch, CancellationToken cancellation) =>
        WriteAsync((session, _) => session.Execute(Free, bot, incarnation.ToByteArray(), epoch), cancellation);

    public Task<string?> FindHolderAsync(BotId bot, CancellationToken cancellation) => database.Open.Readers.ReadAsync(
        session =>
        {
            using var rows = session.Query(SelectHolder, bot, clock.Micros());
            return rows.Read() ? rows.Text(0) : null;
        },
        cancellation);

    public async Task<IReadOnlyList<IncarnationInfo>> ListAsync(CancellationToken cancellation) =>
        await database.Open.Readers.ReadAsync(session => LifeRows.ListLiving(session, clock.Micros()), cancellation);

    private Task<bool> WriteAsync(Action<SqliteSession, long> write, CancellationToken cancellation) => database.Open.Writer.RunAsync(
        session =>
        {
            write(session, clock.Micros());
            return true;
        },
        cancellation);
}
