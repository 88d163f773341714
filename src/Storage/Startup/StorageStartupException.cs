namespace MultiBot.Storage.Startup;

/// <summary>The storage can't be used as it is. Holds a code of docs/errors.md and a sentence that says what to do; never a secret.</summary>
public sealed class StorageStartupException : Exception
{
    public StorageStartupException(string code, string message, Exception? inner = null) : base(message, inner) => Code = code;

    public string Code { get; }
}
