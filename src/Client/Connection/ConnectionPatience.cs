namespace MultiBot.Client.Connection;

/// <summary>Tries again while the window is open, then gives up.</summary>
internal sealed class ConnectionPatience(ConnectionSettings settings, TimeProvider time) : IClientConnectionRetryFilter
{
    private readonly long started = time.GetTimestamp();

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        // What a database refuses today it refuses in a second, too.
        if (DatabaseTrouble.In(exception) is { IsTransient: false }) return false;
        if (time.GetElapsedTime(started) + settings.ConnectPause >= settings.ConnectWindow) return false;
        await Task.Delay(settings.ConnectPause, time, cancellationToken);
        return true;
    }
}
