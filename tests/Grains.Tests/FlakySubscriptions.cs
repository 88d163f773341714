using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Tests;

/// <summary>The real positions, in a database that does not answer when it is told so.</summary>
public sealed class FlakySubscriptions(ISubscriptions inner) : ISubscriptions
{
    private string? _failing;

    public void FailNextOf(string subscriber) => Volatile.Write(ref _failing, subscriber);

    public Task<long> ReadAsync(Subscription subscription, CancellationToken cancellation) => inner.ReadAsync(subscription, cancellation);

    public Task<bool> AdvanceAsync(Subscription subscription, long from, long to, SubscriberEffects effects, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _failing) != subscription.Subscriber) return inner.AdvanceAsync(subscription, from, to, effects, cancellation);
        Volatile.Write(ref _failing, null);
        return Task.FromException<bool>(new StoreUnavailableException("The test says so."));
    }
}
