namespace MultiBot.Domain.Problems;

/// <summary>Why a command was refused: a stable code of docs/errors.md and a sentence that says what to do. Never holds a secret.</summary>
[GenerateSerializer, Immutable, Alias("multibot.problem")]
public sealed record Problem
{
    [Id(0)] public required ProblemKind Kind { get; init; }
    [Id(1)] public required string Code { get; init; }
    [Id(2)] public required string Detail { get; init; }

    /// <summary>Single fields, when the input as a whole is refused for them.</summary>
    [Id(3)] public FieldError[] Fields { get; init; } = [];

    public static Problem Invalid(string code, string detail, params FieldError[] fields) => new() { Kind = ProblemKind.Invalid, Code = code, Detail = detail, Fields = fields };
    public static Problem NotFound(string code, string detail) => new() { Kind = ProblemKind.NotFound, Code = code, Detail = detail };
    public static Problem Conflict(string code, string detail) => new() { Kind = ProblemKind.Conflict, Code = code, Detail = detail };
    public static Problem Stale(string code, string detail) => new() { Kind = ProblemKind.Stale, Code = code, Detail = detail };
    public static Problem Unavailable(string code, string detail) => new() { Kind = ProblemKind.Unavailable, Code = code, Detail = detail };
}

/// <summary>The kinds map to HTTP 400, 404, 409, 412, 403 and 503.</summary>
public enum ProblemKind : byte
{
    Invalid,
    NotFound,
    Conflict,
    Stale,
    Forbidden,
    Unavailable,
}

/// <summary>One refused field: its JSON pointer (RFC 6901), a code and a sentence.</summary>
[GenerateSerializer, Immutable, Alias("multibot.field-error")]
public sealed record FieldError
{
    public FieldError(string pointer, string code, string message) => (Pointer, Code, Message) = (pointer, code, message);

    [Id(0)] public string Pointer { get; init; }
    [Id(1)] public string Code { get; init; }
    [Id(2)] public string Message { get; init; }
}

/// <summary>A value, or the problem that stands in its way.</summary>
[GenerateSerializer, Immutable, Alias("multibot.answer`1")]
public sealed record Answer<T>
    where T : class
{
    [Id(0)] public T? Value { get; init; }
    [Id(1)] public Problem? Problem { get; init; }

    public static implicit operator Answer<T>(T value) => new() { Value = value };
    public static implicit operator Answer<T>(Problem problem) => new() { Problem = problem };
}
