using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Keys;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Events;

/// <summary><c>/events/dead</c>: events that a subscriber could not handle.</summary>
public static class DeadEventsApi
{
    public static RouteGroupBuilder MapDeadEventsApi(this RouteGroupBuilder api)
    {
        var dead = api.MapGroup("/events/dead").WithTags("Events");
        dead.MapGet("/", List).Needs(ApiRole.Viewer).WithSummary("List events that were put aside").Produces<ListAnswer<DeadEventView>>();
        dead.MapSettle("retry", "Have an event handled again", retry: true);
        dead.MapSettle("drop", "Drop an event for this subscriber", retry: false);
        return api;
    }

    /// <param name="context">The request.</param>
    /// <param name="grains">The cluster.</param>
    /// <param name="subscriber">Only of this subscriber.</param>
    /// <param name="limit">1–200.</param>
    /// <param name="after">The <c>next</c> of the page before.</param>
    private static async Task<IResult> List(HttpContext context, IGrainFactory grains, string? subscriber, int? limit, string? after)
    {
        var query = new DeadEventQuery { Subscriber = subscriber, Among = context.Caller().Among(null), Limit = Paging.Limit(limit), After = after };
        var answer = await grains.DeadEvents().List(query);
        return answer.Result(page => Results.Ok(page.View(DeadEventView.Of)));
    }

    private static void MapSettle(this RouteGroupBuilder dead, string command, string summary, bool retry) =>
        dead.MapPost("/{id:long}/" + command, async (HttpContext context, IGrainFactory grains, long id) =>
            {
                var answer = await grains.DeadEvents().Settle(new DeadEventCommand { Id = id, Retry = retry, Among = context.Caller().Among(null) });
                return answer.Result(one => Results.Ok(DeadEventView.Of(one)));
            })
            .Needs(ApiRole.Operator).Audited("events." + command).WithSummary(summary).Produces<DeadEventView>();
}

/// <summary>An event that a subscriber has put aside.</summary>
public sealed record DeadEventView
{
    /// <summary>What retry and drop are told.</summary>
    public required long Id { get; init; }

    /// <summary>Who could not handle it.</summary>
    public required string Subscriber { get; init; }

    /// <summary>A code, and what kind of trouble it was.</summary>
    public required string Reason { get; init; }
    public required int Tries { get; init; }

    /// <summary>When it was tried last.</summary>
    public required DateTimeOffset FailedAt { get; init; }
    public required EventView Event { get; init; }

    public static DeadEventView Of(DeadEvent dead) => new()
    {
        Id = dead.Id, Subscriber = dead.Subscriber, Reason = dead.Reason, Tries = dead.Tries, FailedAt = dead.FailedAt, Event = EventView.Of(dead.Event),
    };
}
