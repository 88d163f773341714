namespace MultiBot.Silo.Api.Problems;

/// <summary>The API's own refusals. Each code stands in docs/errors.md.</summary>
public static class ApiProblems
{
    public static readonly ApiProblem KeyRequired = new(
        StatusCodes.Status401Unauthorized, "auth.key_required", "Send an API key: «Authorization: Bearer mb_…».");

    public static readonly ApiProblem KeyInvalid = new(
        StatusCodes.Status401Unauthorized, "auth.key_invalid", "This key is unknown, revoked or expired. «./run admin-key» on the silo's machine makes a new one.");

    public static readonly ApiProblem Forbidden = new(
        StatusCodes.Status403Forbidden, "auth.forbidden", "This key's role or list of bots does not allow that.");

    public static readonly ApiProblem NothingHere = new(
        StatusCodes.Status404NotFound, "route.unknown", "There is nothing at this path. /docs lists what there is.");

    public static readonly ApiProblem MethodNotAllowed = new(
        StatusCodes.Status405MethodNotAllowed, "route.method_not_allowed", "This path exists, but not with this method; the Allow header lists those it has.");

    public static readonly ApiProblem TooLarge = new(
        StatusCodes.Status413PayloadTooLarge, "body.too_large", "The body is larger than 1 MiB.");

    public static readonly ApiProblem UnsupportedMediaType = new(
        StatusCodes.Status415UnsupportedMediaType, "body.media_type", "The body must be JSON: «Content-Type: application/json».");

    public static readonly ApiProblem StoreUnavailable = new(
        StatusCodes.Status503ServiceUnavailable, "storage.unavailable", "The database does not answer. It may or may not have carried this out: look, then try again.");

    public static readonly ApiProblem ClusterUnavailable = new(
        StatusCodes.Status503ServiceUnavailable, "cluster.unavailable", "No silo answered in time. It may or may not have been carried out: look, then try again.");

    public static readonly ApiProblem Internal = new(
        StatusCodes.Status500InternalServerError, "internal.error", "Something went wrong here. The trace id finds it in the log.");

    public static readonly ApiProblem Stale = new(
        StatusCodes.Status412PreconditionFailed, "config.revision_stale", "It was changed since you read it. Read it again and repeat the change.");

    public static readonly ApiProblem CursorInvalid = new(
        StatusCodes.Status400BadRequest, "query.cursor", "«after» must be the «next» of an earlier page of the same list.");

    public static readonly ApiProblem EventsHeldUp = new(
        StatusCodes.Status503ServiceUnavailable, "events.held_up", "A transaction writes events that was open when this silo started; until it ends, nothing is known to be complete. The log names it.");

    public static ApiProblem Parameter(string name, string rule) =>
        new(StatusCodes.Status400BadRequest, "query.parameter", $"«{name}» {rule}");

    public static ApiProblem BotUnknown(string bot) =>
        new(StatusCodes.Status404NotFound, "bot.not_found", $"There is no bot «{bot}».");

    /// <summary>What a status means that no handler has put into words.</summary>
    public static ApiProblem OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => KeyRequired,
        StatusCodes.Status403Forbidden => Forbidden,
        StatusCodes.Status404NotFound => NothingHere,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        >= 500 => Internal with { Status = status },
        _ => new ApiProblem(status, "request.invalid", "The request can't be understood."),
    };
}
