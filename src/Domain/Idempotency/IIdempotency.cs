namespace MultiBot.Domain.Idempotency;

/// <summary>
/// Remembers the answers to requests that carry a key of their sender's, so that a repeated request is answered and not carried
/// out again. Called by the API's edge. Every method may throw <see cref="Storage.StoreUnavailableException"/>.
/// </summary>
public interface IIdempotency
{
    /// <summary>
    /// Reserves a key, durable when the task completes. Granted to exactly one of any number of callers; entries older than
    /// <paramref name="retention"/> count as absent. <paramref name="request"/> is a hash of what is asked: a key is bound to one request.
    /// </summary>
    Task<IdempotencyClaim> ClaimAsync(IdempotencyKey key, byte[] request, TimeSpan retention, CancellationToken cancellation);

    /// <summary>Keeps the answer of a granted claim.</summary>
    Task CompleteAsync(IdempotencyKey key, KeptAnswer answer, CancellationToken cancellation);

    /// <summary>Gives a granted claim back: the request was refused before it had any effect.</summary>
    Task ReleaseAsync(IdempotencyKey key, CancellationToken cancellation);
}

/// <summary>A sender's key; two senders may choose the same text.</summary>
/// <param name="Sender">The API key's id.</param>
/// <param name="Text">1–200 characters.</param>
public readonly record struct IdempotencyKey(string Sender, string Text);

/// <summary>An answer as it was given. Holds no secret.</summary>
public sealed record KeptAnswer
{
    public required int Status { get; init; }
    public string? ContentType { get; init; }
    public string? Location { get; init; }
    public string? ETag { get; init; }
    public required byte[] Body { get; init; }
}

/// <summary>Closed.</summary>
public abstract record IdempotencyClaim
{
    private IdempotencyClaim() { }

    /// <summary>Yours: carry it out.</summary>
    public sealed record Granted : IdempotencyClaim;

    /// <summary>Carried out before; this was the answer.</summary>
    public sealed record Answered(KeptAnswer Answer) : IdempotencyClaim;

    /// <summary>The first request is still running, or its end was never recorded.</summary>
    public sealed record Unfinished(DateTimeOffset Since) : IdempotencyClaim;

    /// <summary>The key was used for another request.</summary>
    public sealed record OtherRequest : IdempotencyClaim;
}
