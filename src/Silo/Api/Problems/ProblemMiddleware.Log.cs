namespace MultiBot.Silo.Api.Problems;

public sealed partial class ProblemMiddleware
{
    [LoggerMessage(EventName = "RequestFailed", Level = LogLevel.Error, Message = "{Method} {Route} ended in {Code}")]
    private partial void LogFailure(string method, string route, string code, Exception failure);
}
