using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Privacy;

namespace MultiBot.Grains.Privacy;

/// <summary>Deletes what is to be gone in time, at start and every hour. One per silo; of silos that share a database one finds anything to do.</summary>
internal sealed partial class PrivacyJanitor(
    IMessageRetention messages, TimeProvider time, IOptions<PrivacyOptions> options, ILogger<PrivacyJanitor> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.KeepEvery, time);
        try
        {
            do
            {
                await TryFinishErasuresAsync(stoppingToken);
                await TryForgetAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; the next start goes on.
            return;
        }
    }

    private async Task TryFinishErasuresAsync(CancellationToken cancellation)
    {
        try
        {
            await messages.FinishErasuresAsync(cancellation);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            ErasuresNotFinished(exception);
        }
    }

    private async Task TryForgetAsync(CancellationToken cancellation)
    {
        try
        {
            var gone = await messages.ForgetMessagesAsync(options.Value.KeepEvery / 2, cancellation);
            if (gone > 0) Forgotten(gone);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            NotForgotten(exception);
        }
    }

    [LoggerMessage(EventName = "privacy.messages_forgotten", Level = LogLevel.Information, Message = "{Count} messages older than their bots keep them are gone.")]
    private partial void Forgotten(long count);

    [LoggerMessage(EventName = "privacy.messages_not_forgotten", Level = LogLevel.Warning, Message = "Old messages could not be deleted; trying again in a while.")]
    private partial void NotForgotten(Exception exception);

    [LoggerMessage(EventName = "privacy.erasures_not_finished", Level = LogLevel.Warning, Message = "What is left of erased chats could not be deleted, or erasures could not be noted outside of the database; trying again in a while.")]
    private partial void ErasuresNotFinished(Exception exception);
}
