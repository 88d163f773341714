namespace MultiBot.Silo.Hosting;

/// <summary>The silo can't start, and why: a code of docs/errors.md and a sentence that says what to do.</summary>
public sealed class StartException : Exception
{
    public StartException(string code, string message) : base(message) => Code = code;
    public StartException(string code, string message, Exception inner) : base(message, inner) => Code = code;
    public StartException() : this("start.failed", "The silo could not start.") { }
    public StartException(string message) : this("start.failed", message) { }
    public StartException(string message, Exception inner) : this("start.failed", message, inner) { }

    public string Code { get; }
}
