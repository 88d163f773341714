namespace MultiBot.Storage.Startup;

/// <summary>Opens the storage. The silo calls it once, before anything else touches a port.</summary>
public interface IStorageStartup
{
    /// <summary>
    /// Checks, locks, opens and migrates. May be called again after it succeeded (no effect) and after it failed (tries anew).
    /// </summary>
    /// <exception cref="StorageStartupException">The storage can't be used; nothing in it was changed.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Whether the started storage answers now. For health checks; never throws for a database that is away.</summary>
    Task<bool> IsReachableAsync(CancellationToken cancellation);
}
