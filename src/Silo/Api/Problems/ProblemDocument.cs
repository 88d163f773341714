using System.Text.Json.Serialization;
using MultiBot.Domain.Problems;

namespace MultiBot.Silo.Api.Problems;

/// <summary>An error as RFC 9457 writes it. <c>code</c> is stable and listed in docs/errors.md; programs should look at it alone.</summary>
public sealed record ProblemDocument
{
    /// <summary><c>urn:multibot:</c> and the code.</summary>
    public required string Type { get; init; }

    /// <summary>The HTTP status in words.</summary>
    public required string Title { get; init; }
    public required int Status { get; init; }

    /// <summary>What happened and what to do.</summary>
    public required string Detail { get; init; }
    public required string Code { get; init; }

    /// <summary>Single fields of the body, when it was refused for them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FieldProblem[]? Errors { get; init; }

    /// <summary>Names the request in the log; there when the fault is ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}

/// <summary>One refused field.</summary>
public sealed record FieldProblem
{
    /// <summary>JSON pointer (RFC 6901) into the body.</summary>
    public required string Pointer { get; init; }
    public required string Code { get; init; }
    public required string Message { get; init; }

    public static FieldProblem Of(FieldError error) => new() { Pointer = error.Pointer, Code = error.Code, Message = error.Message };
}
