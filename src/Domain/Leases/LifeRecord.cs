using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Leases;

/// <summary>A silo's life as the database has it, by the database's clock: the rule by which its bots may be taken over.</summary>
public readonly record struct LifeRecord
{
    public required DateTimeOffset FreshUntil { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required DateTimeOffset AccountsUntil { get; init; }

    /// <summary>It ended itself, all sessions closed.</summary>
    public required bool Retired { get; init; }

    /// <summary>Others declared it dead. It may not know yet.</summary>
    public required bool Condemned { get; init; }

    public bool IsAlive(DateTimeOffset now) => !Retired && !Condemned && now < ExpiresAt;

    /// <summary>
    /// Whether somebody else may have a bot of this life. A bot token: once the life has run out, or was declared dead and can't be
    /// fresh any more. A user account, which two connections at once would destroy: only when Telegram has dropped the old one for sure.
    /// </summary>
    public bool HasLetGoOf(AccountKind kind, DateTimeOffset now) =>
        Retired || now >= (kind is AccountKind.User ? AccountsUntil : Condemned ? FreshUntil : ExpiresAt);
}
