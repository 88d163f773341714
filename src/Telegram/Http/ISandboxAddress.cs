namespace MultiBot.Telegram.Http;

/// <summary>Tells where this cluster's own sandbox listens. Implemented by the host that mounts it.</summary>
public interface ISandboxAddress
{
    /// <summary>
    /// The base URL before <c>/bot&lt;token&gt;</c>, such as <c>http://127.0.0.1:5080/sandbox</c>; null when there is no sandbox.
    /// Asked each time a session is made, from any thread: it must be known before the first bot starts.
    /// </summary>
    Uri? Address { get; }
}

/// <summary>The answer of a host without a sandbox.</summary>
internal sealed class NoSandbox : ISandboxAddress
{
    public Uri? Address => null;
}
