namespace MultiBot.Silo.Api.Problems;

/// <summary>Ends a request from where no result can be returned, such as the binding of a parameter.</summary>
public sealed class ApiException : Exception
{
    public ApiException(ApiProblem problem) : base(problem?.Detail) => Problem = problem ?? ApiProblems.Internal;
    public ApiException(string message) : base(message) => Problem = ApiProblems.Internal;
    public ApiException(string message, Exception inner) : base(message, inner) => Problem = ApiProblems.Internal;
    public ApiException() => Problem = ApiProblems.Internal;

    public ApiProblem Problem { get; }
}
