using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Sessions;

namespace MultiBot.Grains.Bots;

/// <summary>What a session's state means for its bot.</summary>
internal static class SessionStates
{
    public static BotStatus ToStatus(this SessionState state) => state switch
    {
        SessionState.Running => BotStatus.Running,
        SessionState.Degraded => BotStatus.Degraded,
        SessionState.Conflict => BotStatus.Conflict,
        SessionState.FloodWaited => BotStatus.FloodWaited,
        SessionState.LoginRequired => BotStatus.LoginRequired,
        _ => BotStatus.Failed,
    };

    /// <summary>Null: nobody needs to be told.</summary>
    public static string? ToEvent(this SessionState state, bool cameUp) => state switch
    {
        SessionState.Running => cameUp ? EventTypes.BotStarted : null,
        SessionState.LoginRequired => EventTypes.LoginRequired,
        SessionState.FloodWaited => EventTypes.FloodWaited,
        SessionState.Degraded or SessionState.Conflict or SessionState.Failed => EventTypes.HealthCheckFailed,
        _ => null,
    };
}
