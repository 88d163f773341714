using System.Diagnostics;
using System.Text.Json;
using MultiBot.Domain.Problems;
using MultiBot.Silo.Api.Json;

namespace MultiBot.Silo.Api.Problems;

/// <summary>Refusals as answers.</summary>
public static class ProblemResults
{
    public const string ContentType = "application/problem+json";

    public static IResult Result(this ApiProblem problem) => new ProblemResult(problem);

    public static IResult Result(this Problem problem) => ApiProblem.Of(problem).Result();

    /// <summary>The value's answer, or the problem's.</summary>
    public static IResult Result<T>(this Answer<T> answer, Func<T, IResult> success)
        where T : class =>
        answer.Value is { } value ? success(value) : answer.Problem!.Result();

    public static Task WriteProblemAsync(this HttpContext context, ApiProblem problem)
    {
        var trace = problem.Status >= StatusCodes.Status500InternalServerError ? Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier : null;
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = ContentType;
        var body = JsonSerializer.SerializeToUtf8Bytes(problem.Document(trace), ApiJson.Options);
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body).AsTask();
    }

    private sealed class ProblemResult(ApiProblem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => httpContext.WriteProblemAsync(problem);
    }
}
