using Microsoft.AspNetCore.WebUtilities;
using MultiBot.Domain.Problems;

namespace MultiBot.Silo.Api.Problems;

/// <summary>A refusal with its HTTP status: what Domain can't say because it knows no HTTP.</summary>
public sealed record ApiProblem(int Status, string Code, string Detail, params FieldError[] Fields)
{
    public static ApiProblem Of(Problem problem) => new(StatusOf(problem.Kind), problem.Code, problem.Detail, problem.Fields);

    public ProblemDocument Document(string? traceId = null) => new()
    {
        Type = "urn:multibot:" + Code,
        Title = ReasonPhrases.GetReasonPhrase(Status),
        Status = Status,
        Detail = Detail,
        Code = Code,
        Errors = Fields is [] ? null : [.. Fields.Select(FieldProblem.Of)],
        TraceId = traceId,
    };

    private static int StatusOf(ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => StatusCodes.Status400BadRequest,
        ProblemKind.NotFound => StatusCodes.Status404NotFound,
        ProblemKind.Conflict => StatusCodes.Status409Conflict,
        ProblemKind.Stale => StatusCodes.Status412PreconditionFailed,
        ProblemKind.Forbidden => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
