using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Leases;

/// <summary>Grants a bot to a living incarnation when nobody living holds it. The epoch never goes back, not even with a restored backup.</summary>
internal static class LeaseClaim
{
    private const string SelectAlive = "SELECT 1 FROM silo_incarnations WHERE id = ?1 AND retired_at IS NULL AND expires_at > ?2";

    private const string SelectLease =
        """
        SELECT l.epoch, l.incarnation, i.silo, i.retired_at IS NULL AND i.expires_at > ?2
        FROM bot_leases l LEFT JOIN silo_incarnations i ON i.id = l.incarnation WHERE l.bot_id = ?1
        """;

    private const string MarkDead = "UPDATE silo_incarnations SET retired_at = ?2 WHERE id = ?1 AND retired_at IS NULL";

    private const string Grant =
        """
        INSERT INTO bot_leases (bot_id, epoch, incarnation) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET epoch = excluded.epoch, incarnation = excluded.incarnation
        """;

    private readonly record struct Held(long Epoch, Guid? Incarnation, string? Silo, bool Living);

    public static ClaimResult Apply(SqliteSession session, BotId bot, Guid incarnation, long now)
    {
        if (!IsAlive(session, incarnation, now)) return new ClaimResult.Expired();

        var lease = Read(session, bot, now);
        if (lease.Incarnation == incarnation) return new ClaimResult.Granted(lease.Epoch);
        if (lease.Living) return new ClaimResult.HeldElsewhere(lease.Silo!);

        if (lease.Incarnation is { } dead) session.Execute(MarkDead, dead.ToByteArray(), now);
        var epoch = Math.Max(lease.Epoch + 1, now / 1000);
        session.Execute(Grant, bot, epoch, incarnation.ToByteArray());
        return new ClaimResult.Granted(epoch);
    }

    private static bool IsAlive(SqliteSession session, Guid incarnation, long now)
    {
        using var rows = session.Query(SelectAlive, incarnation.ToByteArray(), now);
        return rows.Read();
    }

    private static Held Read(SqliteSession session, BotId bot, long now)
    {
        using var rows = session.Query(SelectLease, bot, now);
        return rows.Read()
            ? new Held(rows.Int64(0), rows.IsNull(1) ? null : new Guid(rows.Blob(1)), rows.TextOrNull(2), rows.Flag(3))
            : default;
    }
}
