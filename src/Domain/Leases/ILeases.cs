using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Leases;

/// <summary>
/// Who owns which bot. Liveness is one row per silo incarnation, renewed by the database's clock and only while unexpired;
/// a lease names the incarnation that holds a bot, with an epoch that only rises. Called by the silo's lease keeper and by BotGrain.
/// </summary>
public interface ILeases
{
    /// <summary>Writes a new incarnation, alive for <paramref name="timeToLive"/> by the database's clock.</summary>
    Task RegisterAsync(Incarnation incarnation, TimeSpan timeToLive, CancellationToken cancellation);

    /// <summary>Extends the incarnation's life. False: it had expired, or was declared dead, and never revives.</summary>
    Task<bool> RenewAsync(Guid incarnation, TimeSpan timeToLive, CancellationToken cancellation);

    /// <summary>Marks an incarnation dead and frees its bots. Its own silo calls it on a graceful stop.</summary>
    Task RetireAsync(Guid incarnation, CancellationToken cancellation);

    /// <summary>
    /// Claims a bot for a living incarnation. Granted when it is free, already ours (same epoch again), or held by a dead or
    /// expired incarnation, with <c>epoch = max(old + 1, database time in ms)</c>.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Somebody else changes the lease at this moment: ask again.</exception>
    Task<ClaimResult> ClaimAsync(BotId bot, Guid incarnation, CancellationToken cancellation);

    /// <summary>Gives a bot up; the epoch stays on record so that later writes under it are stale. No effect when it is not ours any more.</summary>
    Task ReleaseAsync(BotId bot, Guid incarnation, long epoch, CancellationToken cancellation);

    /// <summary>Living incarnations with the number of bots each holds.</summary>
    Task<IReadOnlyList<IncarnationInfo>> ListAsync(CancellationToken cancellation);
}

/// <summary>One life of one silo process.</summary>
public sealed record Incarnation
{
    public required Guid Id { get; init; }
    public required string Silo { get; init; }
    public required string Address { get; init; }
    public required int HttpPort { get; init; }
}

public sealed record IncarnationInfo(Incarnation Incarnation, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, int Bots);

/// <summary>Closed.</summary>
public abstract record ClaimResult
{
    private ClaimResult() { }

    public sealed record Granted(long Epoch) : ClaimResult;

    /// <summary>A living incarnation holds the bot.</summary>
    public sealed record HeldElsewhere(string Silo) : ClaimResult;

    /// <summary>The claiming incarnation is not alive any more: it must stop and take a new id.</summary>
    public sealed record Expired : ClaimResult;
}
