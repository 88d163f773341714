using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Keys;
using MultiBot.Grains.Events;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Events;

/// <summary><c>/events</c>: what happened, and what happens. A list, or with <c>Accept: text/event-stream</c> a stream of server-sent events.</summary>
public static class EventsApi
{
    public const string LastEventId = "Last-Event-ID";

    private const string Description =
        $"A list in the order of `seq`, or with `Accept: {EventStream.ContentType}` a stream (server-sent events) that goes on behind `Last-Event-ID`, else "
        + "`after`, else from now on. In a stream `id` is the `seq`, `event` the type, and `data` the event.";

    public static RouteGroupBuilder MapEventsApi(this RouteGroupBuilder api)
    {
        api.MapGet("/events", Read).Needs(ApiRole.Viewer).WithTags("Events").WithSummary("Read events, or follow them").WithDescription(Description)
            .Produces<ListAnswer<EventView>>(StatusCodes.Status200OK, "application/json", EventStream.ContentType);
        return api;
    }

    /// <param name="context">The request.</param>
    /// <param name="tail">The silo's tail of the log.</param>
    /// <param name="log">History.</param>
    /// <param name="streams">Makes streams.</param>
    /// <param name="botId">Only events of this bot.</param>
    /// <param name="type">Only events of this type; may be given several times.</param>
    /// <param name="after">Only events behind this <c>seq</c>.</param>
    /// <param name="limit">1–200; of a list.</param>
    public static async Task<IResult> Read(
        HttpContext context, EventTail tail, IEventLog log, EventStreams streams, BotId? botId, string[]? type, long? after, int? limit)
    {
        var caller = context.Caller();
        if (botId is { } bot && !caller.MayTouch(bot)) return ApiProblems.Forbidden.Result();
        if (after < 0) return ApiProblems.Parameter("after", "must be the «seq» of an event, or 0.").Result();
        var query = new EventQuery { Bot = botId, Among = caller.Among(null), Types = TypesOf(type), Limit = Paging.Limit(limit) };
        return AsksForStream(context.Request)
            ? await streams.OpenAsync(context, query, LastSeen(context.Request) ?? after)
            : await ListAsync(tail, log, query with { After = after ?? 0 }, context.RequestAborted);
    }

    /// <summary>Never beyond what is final: who goes on behind the last event of a page misses none.</summary>
    private static async Task<IResult> ListAsync(EventTail tail, IEventLog log, EventQuery query, CancellationToken cancellation)
    {
        if (await tail.HorizonAsync(cancellation) is not { } horizon) return ApiProblems.EventsHeldUp.Result();
        var events = await log.ReadAsync(query with { UpTo = horizon }, cancellation);
        return Results.Ok(new ListAnswer<EventView>
        {
            Items = [.. events.Select(EventView.Of)],
            Next = events.Count == query.Limit ? events[^1].Seq.ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    private static string[]? TypesOf(string[]? asked)
    {
        if (asked is not { Length: > 0 }) return null;
        return Array.TrueForAll(asked, EventTypes.All.Contains)
            ? asked
            : throw new ApiException(ApiProblems.Parameter("type", $"must be one of {string.Join(", ", EventTypes.All)}."));
    }

    private static bool AsksForStream(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(EventStream.ContentType, StringComparison.OrdinalIgnoreCase));

    private static long? LastSeen(HttpRequest request) => request.Headers[LastEventId].ToString() switch
    {
        "" => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) => seq,
        _ => throw new ApiException(ApiProblems.Parameter(LastEventId, "must be the «id» of an event of this stream.")),
    };
}
