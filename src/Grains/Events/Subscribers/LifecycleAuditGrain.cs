using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Keys;
using MultiBot.Grains.Abstractions.Events;

namespace MultiBot.Grains.Events.Subscribers;

/// <summary>What became of bots goes into the audit, beside what people did to them: each event is one line, whatever dies.</summary>
[ImplicitStreamSubscription(EventStreams.Name)]
[GrainType(Name)]
public sealed class LifecycleAuditGrain(SubscriberSilo silo) : EventSubscriberGrain(silo)
{
    public const string Name = "events-audit";
    private const string Actor = "system";

    protected override Task HandleAsync(LoggedEvent logged, SubscriberEffects effects, CancellationToken cancellation)
    {
        if (ActionOf(logged.Event.Type) is { } action)
            effects.Note(new AuditEntry { At = logged.Event.At, Actor = Actor, Action = action, Bot = logged.Event.Bot, Detail = logged.Event.Data });
        return Task.CompletedTask;
    }

    /// <summary>What people do (register, change, remove) is in the audit already, with their names.</summary>
    private static string? ActionOf(string type) => type switch
    {
        EventTypes.BotStarted => "bot.started",
        EventTypes.BotStopped => "bot.stopped",
        EventTypes.LoginRequired => "bot.login_required",
        EventTypes.HealthCheckFailed => "bot.health_failed",
        _ => null,
    };
}
