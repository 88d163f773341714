using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Grains.Abstractions.Bots;

namespace MultiBot.Grains.Bots;

/// <summary>Carries what a session says to its BotGrain, through the grain's reference and under the session's number.</summary>
internal sealed class SessionRelay(IBotGrain bot, long epoch, long number) : ISessionListener
{
    public Task<bool> ReceiveAsync(UpdateBatch batch) => bot.Receive(epoch, number, batch);

    public Task ReportAsync(SessionReport report) => bot.Report(epoch, number, report);
}
