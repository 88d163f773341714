using MultiBot.Domain.Bots;
using MultiBot.Domain.Sessions;
using Microsoft.Extensions.Logging;

namespace MultiBot.Telegram.Bots;

internal sealed partial class ReceiveLoop
{
    private void LogState(SessionState state, string? code) => State(parts.Log, code is null ? LogLevel.Debug : LogLevel.Warning, parts.Bot, state, code);

    private void LogPollFailed(string code, string detail) => PollFailed(parts.Log, parts.Bot, code, detail);

    private void LogUnread(long? update, string code, string fate) => Unread(parts.Log, parts.Bot, update, code, fate);

    private void LogDeliveryFailed(int updates, string problem) => DeliveryFailed(parts.Log, parts.Bot, updates, problem);

    private void LogReportFailed(string problem) => ReportFailed(parts.Log, parts.Bot, problem);

    private void LogDied(string detail) => Died(parts.Log, parts.Bot, detail);

    private void LogSuperseded() => WasSuperseded(parts.Log, parts.Bot);

    [LoggerMessage(EventId = 11, Message = "Bot {BotId}: session is {State} ({Code})", EventName = "SessionState")]
    private static partial void State(ILogger log, LogLevel level, BotId botId, SessionState state, string? code);

    [LoggerMessage(12, LogLevel.Information, "Bot {BotId}: a poll failed with {Code}: {Detail}", EventName = "PollFailed")]
    private static partial void PollFailed(ILogger log, BotId botId, string code, string detail);

    [LoggerMessage(13, LogLevel.Warning, "Bot {BotId}: update {UpdateId} could not be read ({Code}), {Fate}", EventName = "UpdateUnread")]
    private static partial void Unread(ILogger log, BotId botId, long? updateId, string code, string fate);

    [LoggerMessage(14, LogLevel.Warning, "Bot {BotId}: {Updates} updates could not be stored and will be delivered again ({Problem})", EventName = "DeliveryFailed")]
    private static partial void DeliveryFailed(ILogger log, BotId botId, int updates, string problem);

    [LoggerMessage(15, LogLevel.Debug, "Bot {BotId}: a report was not taken ({Problem})", EventName = "ReportFailed")]
    private static partial void ReportFailed(ILogger log, BotId botId, string problem);

    [LoggerMessage(16, LogLevel.Information, "Bot {BotId}: another activation has taken over, the session ends", EventName = "SessionSuperseded")]
    private static partial void WasSuperseded(ILogger log, BotId botId);

    [LoggerMessage(17, LogLevel.Error, "Bot {BotId}: the receive loop died and has to be replaced: {Detail}", EventName = "ReceiveLoopDied")]
    private static partial void Died(ILogger log, BotId botId, string detail);
}
