using MultiBot.Domain.Webhooks;

namespace MultiBot.Grains.Webhooks;

/// <summary>
/// How far a run has come, and how it does, on its way into the store: seldom, and only on top of what it stored before. Two activations of
/// one webhook (for seconds, after a silo's death) can't set one another back; the one that finds the other's mark ends.
/// </summary>
internal sealed class WebhookProgress(Webhook hook, WebhookSilo silo)
{
    private readonly long _started = silo.Time.GetTimestamp();
    private WebhookState _kept = hook.State;
    private WebhookState _state = hook.State;
    private TimeSpan _keptAt;
    private bool _isLost;

    private TimeSpan Now => silo.Time.GetElapsedTime(_started);

    /// <summary>An attempt has ended.</summary>
    public void Saw(DeliveryOutcome outcome)
    {
        var now = silo.Time.GetUtcNow();
        _state = outcome.Code is { } code
            ? _state with { LastError = code, LastStatus = (outcome as DeliveryOutcome.Refused)?.Status, FailingSince = _state.FailingSince ?? now }
            : _state with { LastError = null, LastStatus = null, LastDeliveredAt = now, FailingSince = null };
    }

    /// <summary>When there is something to store; null: nothing.</summary>
    public TimeSpan? DueAt(long position)
    {
        if (_isLost) return null;
        var state = _state with { Position = position };
        if (state == _kept) return null;
        // A position that moves on alone saves some reading at the next start, and nothing else.
        return _keptAt + ((_state with { Position = _kept.Position }) == _kept ? silo.Options.IdleSaveEvery : silo.Options.SaveEvery);
    }

    /// <summary>Stores what is due. False: somebody else has moved or changed the webhook.</summary>
    public async Task<bool> KeepAsync(long position)
    {
        if (DueAt(position) is not { } due || due > Now) return !_isLost;
        _keptAt = Now;
        try
        {
            return await StoreAsync(_state with { Position = position });
        }
        catch (Domain.Storage.StoreUnavailableException)
        {
            // What was to be stored is stored with the next.
            return true;
        }
    }

    /// <summary>Stores what there is, whenever that was last done.</summary>
    public async Task KeepNowAsync(long position)
    {
        if (DueAt(position) is not null) await StoreAsync(_state with { Position = position });
    }

    /// <summary>Not cancelled by a stop: on top of what is not known to be stored, nothing can be.</summary>
    private async Task<bool> StoreAsync(WebhookState state)
    {
        var revision = await silo.Store.AdvanceAsync(hook.Id, _kept.Position, state, CancellationToken.None) ?? await RevisionIfThereAsync(state);
        if (revision is not null) _kept = state;
        _isLost = revision != hook.Revision;
        return !_isLost;
    }

    /// <summary>An attempt whose end was not known may have been carried out.</summary>
    private async Task<long?> RevisionIfThereAsync(WebhookState state) =>
        await silo.Store.FindAsync(hook.Id, CancellationToken.None) is { } found && found.State.Position == state.Position ? found.Revision : null;
}
