namespace MultiBot.Domain.Sessions;

/// <summary>Codes of docs/errors.md that whoever holds a session gives, whatever the kind of account.</summary>
public static class SessionCodes
{
    /// <summary>Receiving has died or hangs; a new session takes its place.</summary>
    public const string Stuck = "telegram.session_stuck";
}
