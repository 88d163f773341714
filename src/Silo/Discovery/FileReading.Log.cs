using MultiBot.Domain.Bots;

namespace MultiBot.Silo.Discovery;

public sealed partial class FileReading
{
    [LoggerMessage(EventName = "BotFileApplied", Level = LogLevel.Information, Message = "Bot file {File}: {BotId} is at revision {Revision}")]
    private partial void LogApplied(string file, BotId botId, long revision);

    [LoggerMessage(EventName = "BotFileRefused", Level = LogLevel.Error, Message = "Bot file {File} is refused: {Code}: {Detail} {Fields}")]
    private partial void LogRefused(string file, string code, string detail, string fields);

    [LoggerMessage(EventName = "BotFileGone", Level = LogLevel.Warning, Message = "Bot file {File} is gone: {BotId} is stopped, its data is kept")]
    private partial void LogGone(string file, BotId botId);

    [LoggerMessage(EventName = "BotFileFailed", Level = LogLevel.Error, Message = "Bot file {File} could not be applied; it is tried again")]
    private partial void LogFailed(string file, Exception failure);
}
