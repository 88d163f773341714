using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Leases;

/// <summary>Grants bots to living incarnations. The epoch never goes back, not even with a restored backup.</summary>
internal static class LeaseClaim
{
    private const string SelectLease =
        "SELECT l.epoch, l.incarnation, COALESCE(b.kind, 0) FROM bot_leases l LEFT JOIN bots b ON b.bot_id = l.bot_id WHERE l.bot_id = ?1";

    private const string Grant =
        """
        INSERT INTO bot_leases (bot_id, epoch, incarnation) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET epoch = excluded.epoch, incarnation = excluded.incarnation
        """;

    private const string CountWanted =
        """
        SELECT COUNT(*), COALESCE(SUM(l.incarnation = ?1), 0)
        FROM bots b LEFT JOIN bot_leases l ON l.bot_id = b.bot_id WHERE b.should_run AND b.removed_at IS NULL
        """;

    private const string SelectOthers =
        """
        SELECT b.bot_id FROM bots b LEFT JOIN bot_leases l ON l.bot_id = b.bot_id
        WHERE b.should_run AND b.removed_at IS NULL AND (l.incarnation IS NULL OR l.incarnation <> ?1) ORDER BY b.bot_id
        """;

    private readonly record struct Held(long Epoch, Guid? Incarnation, AccountKind Kind);

    public static ClaimResult Apply(SqliteSession session, BotId bot, Guid incarnation, DateTimeOffset now)
    {
        LifeRows.CondemnOverdue(session, now.ToMicros());
        if (LifeRows.Count(session, incarnation, now.ToMicros()).Living == 0) return new ClaimResult.Expired();

        var lease = Read(session, bot);
        if (lease.Incarnation != incarnation && HolderOf(session, lease, now) is { } silo) return new ClaimResult.HeldElsewhere(silo);
        return new ClaimResult.Granted(Give(session, bot, lease.Epoch, incarnation, now), IsLeft(lease, incarnation));
    }

    /// <summary>Bots nobody holds, up to the silo's share.</summary>
    public static List<BotGrant> ApplyShare(SqliteSession session, Guid incarnation, int most, DateTimeOffset now)
    {
        LifeRows.CondemnOverdue(session, now.ToMicros());
        if (LifeRows.Count(session, incarnation, now.ToMicros()).Staying == 0) return [];

        var quota = Math.Min(most, Quota(session, incarnation, LifeRows.Count(session, only: null, now.ToMicros()).Staying));
        var granted = new List<BotGrant>();
        foreach (var bot in quota > 0 ? Others(session, incarnation) : [])
        {
            var lease = Read(session, bot);
            if (HolderOf(session, lease, now) is not null) continue;
            granted.Add(new BotGrant(bot, Give(session, bot, lease.Epoch, incarnation, now), IsLeft(lease, incarnation)));
            if (granted.Count == quota) break;
        }

        return granted;
    }

    /// <summary>False: it is not ours under this epoch, or the other does not live or stay.</summary>
    public static bool HandOver(SqliteSession session, BotId bot, Guid from, long epoch, Guid to, DateTimeOffset now)
    {
        var lease = Read(session, bot);
        if (lease.Incarnation != from || lease.Epoch != epoch || LifeRows.Count(session, to, now.ToMicros()).Staying == 0) return false;
        Give(session, bot, epoch, to, now);
        return true;
    }

    private static long Give(SqliteSession session, BotId bot, long before, Guid incarnation, DateTimeOffset now)
    {
        var epoch = LeaseEpoch.Next(before, now);
        session.Execute(Grant, bot, epoch, incarnation.ToByteArray());
        return epoch;
    }

    /// <summary>Its last holder was another life, which never gave it up.</summary>
    private static bool IsLeft(Held lease, Guid incarnation) => lease.Incarnation is { } last && last != incarnation;

    /// <summary>The silo that has not let go of the bot; null when it is free.</summary>
    private static string? HolderOf(SqliteSession session, Held lease, DateTimeOffset now) =>
        lease.Incarnation is { } holder && LifeRows.Find(session, holder) is { } found && !found.Life.HasLetGoOf(lease.Kind, now) ? found.Silo : null;

    private static int Quota(SqliteSession session, Guid incarnation, int silos)
    {
        using var rows = session.Query(CountWanted, incarnation.ToByteArray());
        rows.Read();
        return FairShare.RoomFor(rows.Int32(0), silos, rows.Int32(1));
    }

    private static List<BotId> Others(SqliteSession session, Guid incarnation)
    {
        var bots = new List<BotId>();
        using var rows = session.Query(SelectOthers, incarnation.ToByteArray());
        while (rows.Read()) bots.Add(BotId.Parse(rows.Text(0)));
        return bots;
    }

    private static Held Read(SqliteSession session, BotId bot)
    {
        using var rows = session.Query(SelectLease, bot);
        return rows.Read() ? new Held(rows.Int64(0), rows.IsNull(1) ? null : new Guid(rows.Blob(1)), (AccountKind)rows.Int32(2)) : default;
    }
}
