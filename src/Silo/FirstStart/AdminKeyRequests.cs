using MultiBot.Domain.Keys;
using MultiBot.Domain.Storage;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Hosting;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.FirstStart;

/// <summary>Takes up what «./run admin-key» left in the data folder: at start, and every second while the silo runs.</summary>
public sealed partial class AdminKeyRequests(
    DataFolder data, IApiKeyStore store, KeyRing ring, Auditor auditor, TimeProvider time, ILogger<AdminKeyRequests> logger) : BackgroundService
{
    /// <summary>A look costs one stat; somebody waits at the terminal.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Carries out the request that is there, if any.</summary>
    public async Task TakeUpAsync(CancellationToken cancellation)
    {
        if (await AdminKeyRequest.ReadAsync(data, cancellation) is not { } request) return;
        await MachineKeys.ReplaceAsync(store, ring, MachineKeys.Record(request.Id, time), request.Hash(), cancellation);
        File.Delete(AdminKeyRequest.PathIn(data));
        await auditor.RecordAsync(Auditor.System, "key.admin_replaced", bot: null, new Dictionary<string, object?> { ["keyId"] = request.Id });
        LogReplaced(request.Id);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The silo stops; a request left behind is taken up at its next start.
        }
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await TakeUpAsync(cancellation);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or IOException or UnauthorizedAccessException or FormatException)
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(EventName = "AdminKeyReplaced", Level = LogLevel.Warning, Message = "A new admin key was made on this machine: {KeyId}")]
    private partial void LogReplaced(string keyId);

    [LoggerMessage(EventName = "AdminKeyRequestFailed", Level = LogLevel.Error, Message = "The admin key request in the data folder could not be carried out; it is tried again")]
    private partial void LogFailed(Exception failure);
}
