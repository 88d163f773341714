using MultiBot.Domain.Leases;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Leases;

/// <summary>The rows of silo lives.</summary>
internal static class LifeRows
{
    private const string Alive = "retired_at IS NULL AND condemned_at IS NULL AND expires_at > ?2";

    private const string Insert =
        """
        INSERT INTO silo_incarnations (id, silo, address, http_port, member, draining, started_at, fresh_until, expires_at, accounts_until)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING
        """;

    /// <summary>A life that is gone has let go of everything long before.</summary>
    private const string ForgetLongGone = "DELETE FROM silo_incarnations WHERE COALESCE(retired_at, condemned_at) < ?1";

    private const string Extend = $"UPDATE silo_incarnations SET fresh_until = ?3, expires_at = ?4, accounts_until = ?5 WHERE id = ?1 AND {Alive}";
    private const string MarkDraining = "UPDATE silo_incarnations SET draining = ?2 WHERE id = ?1";
    private const string MarkRetired = "UPDATE silo_incarnations SET retired_at = ?2 WHERE id = ?1 AND retired_at IS NULL";
    private const string FreeBots = "UPDATE bot_leases SET incarnation = NULL WHERE incarnation = ?1";
    private const string MarkCondemned = "UPDATE silo_incarnations SET condemned_at = ?2 WHERE member = ?1 AND retired_at IS NULL AND condemned_at IS NULL";
    private const string MarkOverdue = "UPDATE silo_incarnations SET condemned_at = ?1 WHERE retired_at IS NULL AND condemned_at IS NULL AND expires_at <= ?1";
    private const string CountAlive = $"SELECT COUNT(*), COALESCE(SUM(draining = 0), 0) FROM silo_incarnations WHERE (?1 IS NULL OR id = ?1) AND {Alive}";
    private const string Select = "SELECT silo, fresh_until, expires_at, accounts_until, retired_at IS NOT NULL, condemned_at IS NOT NULL FROM silo_incarnations WHERE id = ?1";

    private const string SelectLiving =
        """
        SELECT i.id, i.silo, i.address, i.http_port, i.member, i.started_at, i.expires_at, i.draining,
            (SELECT COUNT(*) FROM bot_leases l WHERE l.incarnation = i.id),
            (SELECT COUNT(*) FROM bot_leases l JOIN bots b ON b.bot_id = l.bot_id WHERE l.incarnation = i.id AND b.should_run AND b.removed_at IS NULL)
        FROM silo_incarnations i WHERE i.retired_at IS NULL AND i.condemned_at IS NULL AND i.expires_at > ?1 ORDER BY i.started_at, i.id
        """;

    public static void Add(SqliteSession session, Incarnation life, LifeTerms terms, DateTimeOffset now)
    {
        session.Execute(ForgetLongGone, (now - TimeSpan.FromDays(1)).ToMicros());
        var until = LifeRecord.Renewed(now, terms);
        session.Execute(
            Insert, life.Id.ToByteArray(), life.Silo, life.Address, life.HttpPort, life.Member, life.Draining, now.ToMicros(),
            until.FreshUntil.ToMicros(), until.ExpiresAt.ToMicros(), until.AccountsUntil.ToMicros());
    }

    public static bool Renew(SqliteSession session, Guid life, LifeTerms terms, DateTimeOffset now)
    {
        var until = LifeRecord.Renewed(now, terms);
        return session.Execute(
            Extend, life.ToByteArray(), now.ToMicros(), until.FreshUntil.ToMicros(), until.ExpiresAt.ToMicros(), until.AccountsUntil.ToMicros()) > 0;
    }

    public static void SetDraining(SqliteSession session, Guid life, bool draining) => session.Execute(MarkDraining, life.ToByteArray(), draining);

    public static void Retire(SqliteSession session, Guid life, long now)
    {
        session.Execute(MarkRetired, life.ToByteArray(), now);
        session.Execute(FreeBots, life.ToByteArray());
    }

    public static bool Condemn(SqliteSession session, string member, long now) => session.Execute(MarkCondemned, member, now) > 0;

    /// <summary>What ran out is over for good before anybody acts on it.</summary>
    public static void CondemnOverdue(SqliteSession session, long now) => session.Execute(MarkOverdue, now);

    /// <summary>Living silos, or only one of them, and how many of these stay.</summary>
    public static (int Living, int Staying) Count(SqliteSession session, Guid? only, long now)
    {
        using var rows = session.Query(CountAlive, only?.ToByteArray(), now);
        rows.Read();
        return (rows.Int32(0), rows.Int32(1));
    }

    /// <summary>Null: it ended long ago.</summary>
    public static (string Silo, LifeRecord Life)? Find(SqliteSession session, Guid life)
    {
        using var rows = session.Query(Select, life.ToByteArray());
        if (!rows.Read()) return null;
        return (rows.Text(0), new LifeRecord
        {
            FreshUntil = rows.Time(1), ExpiresAt = rows.Time(2), AccountsUntil = rows.Time(3), Retired = rows.Flag(4), Condemned = rows.Flag(5),
        });
    }

    public static List<IncarnationInfo> ListLiving(SqliteSession session, long now)
    {
        var living = new List<IncarnationInfo>();
        using var rows = session.Query(SelectLiving, now);
        while (rows.Read())
        {
            var incarnation = new Incarnation
            {
                Id = new Guid(rows.Blob(0)), Silo = rows.Text(1), Address = rows.Text(2), HttpPort = rows.Int32(3), Member = rows.Text(4), Draining = rows.Flag(7),
            };
            living.Add(new IncarnationInfo(incarnation, rows.Time(5), rows.Time(6), rows.Int32(8), rows.Int32(9)));
        }

        return living;
    }
}
