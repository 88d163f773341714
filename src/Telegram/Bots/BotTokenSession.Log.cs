using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using Microsoft.Extensions.Logging;

namespace MultiBot.Telegram.Bots;

internal sealed partial class BotTokenSession
{
    private void LogNotSent(BotId bot, ChatId chat, long row, string outcome, string detail) => NotSent(parts.Log, bot, chat, row, outcome, detail);

    private void LogNoTyping(BotId bot, ChatId chat, string detail) => NoTyping(parts.Log, bot, chat, detail);

    private void LogNoFile(BotId bot, string detail) => NoFile(parts.Log, bot, detail);

    [LoggerMessage(3, LogLevel.Information, "Bot {BotId}: a file could not be fetched: {Detail}", EventName = "DownloadFailed")]
    private static partial void NoFile(ILogger log, BotId botId, string detail);

    [LoggerMessage(1, LogLevel.Information, "Bot {BotId}, chat {ChatId}: message {RowId} ended as {Outcome}: {Detail}", EventName = "SendFailed")]
    private static partial void NotSent(ILogger log, BotId botId, ChatId chatId, long rowId, string outcome, string detail);

    [LoggerMessage(2, LogLevel.Debug, "Bot {BotId}, chat {ChatId}: typing was not shown: {Detail}", EventName = "TypingFailed")]
    private static partial void NoTyping(ILogger log, BotId botId, ChatId chatId, string detail);
}
