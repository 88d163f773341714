using Microsoft.Extensions.Options;
using MultiBot.Silo.Settings;

namespace MultiBot.Silo.Discovery;

/// <summary>Looks at the folder at start, when something in it has changed and settled, and every now and then in case no change is told.</summary>
public sealed partial class BotDiscovery(
    BotFiles files, SeenFiles seen, FileReading reading, IHostApplicationLifetime lifetime, IOptions<BotsSettings> settings, TimeProvider time,
    ILogger<BotDiscovery> logger) : BackgroundService
{
    private readonly SemaphoreSlim changed = new(0);

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifetime.StartedAsync(stoppingToken);
            await seen.LoadAsync(stoppingToken);
            using var watcher = Watch();
            while (true)
            {
                await reading.LookAsync(stoppingToken);
                if (await changed.WaitAsync(TimeSpan.FromSeconds(settings.Value.RescanSeconds), stoppingToken))
                    await SettleAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    /// <summary>Null when there is no folder (yet): looking now and then finds it.</summary>
    private FileSystemWatcher? Watch()
    {
        if (!files.Exists) return null;
        try
        {
            var watcher = new FileSystemWatcher(files.Folder, BotFiles.Pattern);
            watcher.Changed += (_, _) => changed.Release();
            watcher.Created += (_, _) => changed.Release();
            watcher.Deleted += (_, _) => changed.Release();
            watcher.Renamed += (_, _) => changed.Release();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException failure)
        {
            LogUnwatched(failure);
            return null;
        }
    }

    /// <summary>Waits until nothing has changed for a while.</summary>
    private async Task SettleAsync(CancellationToken cancellation)
    {
        do
        {
            while (changed.Wait(0, CancellationToken.None)) { }
            await Task.Delay(TimeSpan.FromSeconds(settings.Value.SettleSeconds), time, cancellation);
        }
        while (changed.CurrentCount > 0);
    }

    [LoggerMessage(EventName = "BotFolderUnwatched", Level = LogLevel.Warning, Message = "The bots folder can't be watched; it is looked at now and then")]
    private partial void LogUnwatched(Exception failure);
}
