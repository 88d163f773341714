namespace MultiBot.Domain.Sessions;

/// <summary>Whether a session may use its sockets: only as long as nobody else can have been given its account.</summary>
public interface ISessionGate
{
    /// <summary>Whether a call may begin now. Asked right before each one: a process that stood still finds the answer changed.</summary>
    bool IsOpen { get; }

    /// <summary>Fires once, for good: every socket is to be cut.</summary>
    CancellationToken Cut { get; }
}
