using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Leases;

/// <summary>
/// Who owns which bot. Liveness is one row per silo incarnation, renewed by the database's clock and only while unexpired;
/// a lease names the incarnation that holds a bot, with an epoch that only rises (<see cref="LeaseEpoch.Next"/> with each claim and
/// each new holder): it belongs to one session, and what an earlier one asked for and gave up waiting for can't come true under it.
/// Called by the silo's lease keeper, its supervisor, the placement of grains and BotGrain.
/// </summary>
public interface ILeases
{
    /// <summary>Writes a new incarnation, alive by the database's clock.</summary>
    Task RegisterAsync(Incarnation incarnation, LifeTerms terms, CancellationToken cancellation);

    /// <summary>Extends the incarnation's life. False: it had expired, or was declared dead, and never revives.</summary>
    Task<bool> RenewAsync(Guid incarnation, LifeTerms terms, CancellationToken cancellation);

    /// <summary>Whether the incarnation gets a share of the bots (<see cref="Incarnation.Draining"/>).</summary>
    Task SetDrainingAsync(Guid incarnation, bool draining, CancellationToken cancellation);

    /// <summary>Ends an incarnation and frees its bots at once. Its own silo calls it on a graceful stop, all sessions closed.</summary>
    Task RetireAsync(Guid incarnation, CancellationToken cancellation);

    /// <summary>
    /// Declares dead what a member of the cluster lives by (<see cref="Incarnation.Member"/>). Its bots are free when
    /// <see cref="LifeRecord.HasLetGoOf"/> says so. False: it was known to be dead, or never heard of.
    /// </summary>
    Task<bool> CondemnAsync(string member, CancellationToken cancellation);

    /// <summary>
    /// Claims a bot for a living incarnation, before each session that no grant of <see cref="ClaimShareAsync"/> serves. Granted, under a new
    /// epoch, when it is free, already ours, or held by an incarnation that has let go of it.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Somebody else changes the lease at this moment: ask again.</exception>
    Task<ClaimResult> ClaimAsync(BotId bot, Guid incarnation, CancellationToken cancellation);

    /// <summary>
    /// Claims, of the bots that should run and that nobody holds, up to <paramref name="most"/>, and no more than fill the incarnation's
    /// share: all bots that should run, divided by the silos that stay, rounded up. Bots that others are claiming at the moment are passed over.
    /// Each is as good as a claim, for one session (<see cref="KnownLease"/>).
    /// </summary>
    Task<IReadOnlyList<BotGrant>> ClaimShareAsync(Guid incarnation, int most, CancellationToken cancellation);

    /// <summary>Bots that should run and that an incarnation holds, in id order.</summary>
    Task<IReadOnlyList<BotId>> ReadHeldAsync(Guid incarnation, CancellationToken cancellation);

    /// <summary>
    /// Gives a bot we hold to a living incarnation, with a new epoch; its session has closed before. False: it is not ours under this epoch,
    /// or the other does not live or is about to stop; nothing was changed. After false, and after an exception, whose hand-over may have come true or still
    /// come true, nothing is known of the lease: only a claim tells whether a session may be opened again.
    /// </summary>
    Task<bool> HandOverAsync(BotId bot, Guid from, long epoch, Guid to, CancellationToken cancellation);

    /// <summary>Gives a bot up; the epoch stays on record so that later writes under it are stale. No effect when it is not ours any more.</summary>
    Task ReleaseAsync(BotId bot, Guid incarnation, long epoch, CancellationToken cancellation);

    /// <summary>The <see cref="Incarnation.Member"/> that holds a bot. Null when nobody living does.</summary>
    Task<string?> FindHolderAsync(BotId bot, CancellationToken cancellation);

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

    /// <summary>The process as the cluster's membership names it: no two processes ever share one.</summary>
    public required string Member { get; init; }

    /// <summary>It gets no share of the bots: it is about to stop, or not yet a member that the others see.</summary>
    public bool Draining { get; init; }
}

/// <summary>A living incarnation: bots it holds, stopped ones too, and of these the ones that should run.</summary>
public sealed record IncarnationInfo(Incarnation Incarnation, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, int Bots, int Running);

/// <summary>A bot that was claimed, and the epoch under which.</summary>
/// <param name="Bot">Which.</param>
/// <param name="Epoch">Of the claim.</param>
/// <param name="TakenOver">Its last holder had not given it up: its life ran out or was ended by the others.</param>
public readonly record struct BotGrant(BotId Bot, long Epoch, bool TakenOver = false);

/// <summary>Closed.</summary>
public abstract record ClaimResult
{
    private ClaimResult() { }

    /// <summary>Ours from here on; <paramref name="TakenOver"/> as in <see cref="BotGrant"/>.</summary>
    public sealed record Granted(long Epoch, bool TakenOver = false) : ClaimResult;

    /// <summary>A living incarnation holds the bot.</summary>
    public sealed record HeldElsewhere(string Silo) : ClaimResult;

    /// <summary>The claiming incarnation is not alive any more: it must stop and take a new id.</summary>
    public sealed record Expired : ClaimResult;
}
