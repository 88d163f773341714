using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.Replies.Llm;

internal sealed partial class BotModels
{
    [LoggerMessage(EventName = "LlmNoReply", Level = LogLevel.Warning, Message = "Bot {BotId}, chat {ChatId}: no reply from {Host} after {Milliseconds:F0} ms: {Code} (transient: {Transient})")]
    private partial void NoReply(BotId botId, ChatId chatId, string code, bool transient, string host, double milliseconds);

    [LoggerMessage(EventName = "LlmNoAnalysis", Level = LogLevel.Warning, Message = "Bot {BotId}, chat {ChatId}: no analysis from {Host} after {Milliseconds:F0} ms: {Code} (transient: {Transient})")]
    private partial void NoAnalysis(BotId botId, ChatId chatId, string code, bool transient, string host, double milliseconds);

    [LoggerMessage(EventName = "LlmFellBack", Level = LogLevel.Information, Message = "Bot {BotId}, chat {ChatId}: {Model} failed with {Code}, asking {Fallback}")]
    private partial void FellBack(BotId botId, ChatId chatId, string code, string model, string fallback);

    /// <summary>The exception's kind only: its message may quote what the endpoint answered.</summary>
    [LoggerMessage(EventName = "LlmAttemptFailed", Level = LogLevel.Debug, Message = "Bot {BotId}: an attempt with {Model} at {Host} failed: {Kind}, HTTP {Status}")]
    private partial void AttemptFailed(BotId botId, string host, string model, string kind, int status);
}
