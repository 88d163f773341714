using MultiBot.Domain.Storage;

namespace MultiBot.Silo.Api.Problems;

/// <summary>
/// The edge of the API: whatever a request ends in — an exception, a status without a body — leaves as problem details. The only
/// place that catches broadly; nothing of an exception reaches the caller but its trace id.
/// </summary>
public sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
            return;
        }
        catch (Exception failure)
        {
            await AnswerAsync(context, failure);
            return;
        }

        if (IsBareError(context.Response))
            await context.WriteProblemAsync(ApiProblems.OfStatus(context.Response.StatusCode));
    }

    private async Task AnswerAsync(HttpContext context, Exception failure)
    {
        var problem = Explain(failure);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
            LogFailure(context.Request.Method, RouteOf(context), problem.Code, failure);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        await context.WriteProblemAsync(problem);
    }

    private static ApiProblem Explain(Exception failure) => failure switch
    {
        ApiException known => known.Problem,
        BadHttpRequestException bad => RequestProblems.Explain(bad),
        StoreUnavailableException => ApiProblems.StoreUnavailable,
        OrleansException or TimeoutException => ApiProblems.ClusterUnavailable,
        _ => ApiProblems.Internal,
    };

    private static bool IsBareError(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentLength: null, ContentType: null };

    /// <summary>The pattern, not the path: a path may hold a bot's token (sandbox).</summary>
    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
}
