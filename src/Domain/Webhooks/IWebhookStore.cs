namespace MultiBot.Domain.Webhooks;

/// <summary>
/// Webhooks as they are kept; address and secret are sealed on their way in. Called by the door of the webhooks and by each webhook's grain.
/// Every method may throw <see cref="Storage.StoreUnavailableException"/>; then it may or may not have been done.
/// </summary>
public interface IWebhookStore
{
    /// <summary>All, in order of making.</summary>
    Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellation);

    Task<Webhook?> FindAsync(WebhookId id, CancellationToken cancellation);

    Task AddAsync(Webhook webhook, CancellationToken cancellation);

    /// <summary>Replaces the settings; the state stays. Null: the revision is not <paramref name="expectedRevision"/>, or it is gone.</summary>
    Task<Webhook?> ReplaceAsync(WebhookId id, WebhookSettings settings, long expectedRevision, CancellationToken cancellation);

    /// <summary>False: the revision is another one (null: any), or it is gone.</summary>
    Task<bool> RemoveAsync(WebhookId id, long? expectedRevision, CancellationToken cancellation);

    /// <summary>
    /// Stores how far a webhook has come, if it stands where the caller believes it to stand. Answers the revision of its settings, by which
    /// the caller knows whether they are still those it sends by; null: somebody else has moved it, or it is gone.
    /// </summary>
    /// <param name="id">The webhook.</param>
    /// <param name="expectedPosition">The position stored before.</param>
    /// <param name="state">The new one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<long?> AdvanceAsync(WebhookId id, long expectedPosition, WebhookState state, CancellationToken cancellation);
}
