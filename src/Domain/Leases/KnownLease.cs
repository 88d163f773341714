namespace MultiBot.Domain.Leases;

/// <summary>
/// What a silo knows of its lease of one bot from the store's answers, which may be late and out of order. A claim made in bulk is a grant that one
/// session takes, once, as if it had claimed for itself; whatever casts a doubt on it leaves nothing to take, and the session claims.
/// </summary>
/// <param name="Life">The incarnation that holds the bot; null: it is not ours.</param>
/// <param name="Epoch">
/// The highest that any answer has named, kept when the bot is not ours any more: a grant below it was given before something that we have
/// done since, a hand-over among it.
/// </param>
/// <param name="Untaken">Nobody has acted under this epoch.</param>
public sealed record KnownLease(Guid? Life, long Epoch, bool Untaken)
{
    /// <summary>Nothing is known.</summary>
    public static KnownLease None { get; } = new(Life: null, Epoch: 0, Untaken: false);

    /// <summary>A session has claimed for itself.</summary>
    public KnownLease Claimed(Guid life, long epoch) => new(life, Math.Max(epoch, Epoch), Untaken: false);

    /// <summary>Claimed in bulk, for whichever session comes.</summary>
    public KnownLease Granted(Guid life, long epoch) => epoch > Epoch ? new(life, epoch, Untaken: true) : this;

    /// <summary>Whether a session of this life may act under <see cref="Epoch"/> without a claim of its own. Who does, first stores <see cref="Taken"/>.</summary>
    public bool MayBeTakenBy(Guid life) => Untaken && Life == life;

    public KnownLease Taken() => this with { Untaken = false };

    /// <summary>Given away, given up or lost.</summary>
    public KnownLease Gone() => this with { Life = null, Untaken = false };
}
