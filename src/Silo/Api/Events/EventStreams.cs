using Microsoft.Extensions.Options;
using MultiBot.Domain.Events;
using MultiBot.Grains.Events;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Events;

/// <summary>Opens streams of events.</summary>
public sealed class EventStreams(EventTail tail, KeyRing keys, IHostApplicationLifetime silo, TimeProvider time, IOptions<EventsOptions> options)
{
    /// <summary>Events a stream takes at once.</summary>
    private const int Batch = 500;

    /// <param name="context">The request.</param>
    /// <param name="query">What to send.</param>
    /// <param name="after">The last event the caller has; null: from now on.</param>
    public async Task<IResult> OpenAsync(HttpContext context, EventQuery query, long? after)
    {
        var reader = await tail.FollowAsync(query with { Limit = Batch }, after, context.RequestAborted);
        return new EventStream(reader, tail, caller => IsStillAllowedAsync(context.Request, caller), options.Value.SignOfLife, time, silo.ApplicationStopping);
    }

    /// <summary>A stream outlives what its key was allowed when it began.</summary>
    private async Task<bool> IsStillAllowedAsync(HttpRequest request, Caller caller) =>
        ApiKeyHandler.KeyIn(request) is { } key
        && await keys.FindAsync(key, CancellationToken.None) is { } now
        && now.Role == caller.Role
        && (now.Bots ?? []).SequenceEqual(caller.Bots ?? [])
        && now.SeesAllBots == caller.SeesAllBots;
}
