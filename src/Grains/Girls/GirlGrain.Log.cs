using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Conversations;

namespace MultiBot.Grains.Girls;

internal sealed partial class GirlGrain
{
    [LoggerMessage(EventName = "chat.load_failed", Level = LogLevel.Warning, Message = "Chat {BotId}/{ChatId} could not be read; trying again.")]
    private partial void LoadFailed(Exception exception, BotId botId, long chatId);

    [LoggerMessage(EventName = "chat.commit_failed", Level = LogLevel.Warning, Message = "{Slice} of chat {BotId}/{ChatId} has an unknown result; repeating it.")]
    private partial void CommitFailed(Exception exception, string slice, BotId botId, long chatId);

    [LoggerMessage(EventName = "chat.turn_refused", Level = LogLevel.Error, Message = "The store can't take a turn of chat {BotId}/{ChatId}; its messages are parked.")]
    private partial void TurnRefused(Exception exception, BotId botId, long chatId);

    [LoggerMessage(EventName = "chat.generator_failed", Level = LogLevel.Error, Message = "The reply generator threw for chat {BotId}/{ChatId}.")]
    private partial void GeneratorFailed(Exception exception, BotId botId, long chatId);

    [LoggerMessage(EventName = "chat.analysis_failed", Level = LogLevel.Error, Message = "What was said in chat {BotId}/{ChatId} could not be looked through.")]
    private partial void AnalysisFailed(Exception exception, BotId botId, long chatId);

    [LoggerMessage(EventName = "chat.command_failed", Level = LogLevel.Error, Message = "A command in chat {BotId}/{ChatId} could not be carried out; it is tried again.")]
    private partial void CommandFailed(Exception exception, BotId botId, long chatId);

    [LoggerMessage(EventName = "chat.steer_failed", Level = LogLevel.Error, Message = "Bot {BotId} could not be told {What}; it is tried again.")]
    private partial void SteerFailed(Exception exception, BotId botId, BotSteer what);

    [LoggerMessage(EventName = "chat.steer_refused", Level = LogLevel.Error, Message = "Bot {BotId} could not be told {What}: {Code}")]
    private partial void SteerRefused(BotId botId, BotSteer what, string code);

    [LoggerMessage(EventName = "chat.left_unfinished", Level = LogLevel.Warning, Message = "Chat {BotId}/{ChatId} ends with something on its way (draft {Draft}, delivery {Delivery}); its next activation decides as after a crash.")]
    private partial void LeftUnfinished(BotId botId, long chatId, DraftStage? draft, DeliveryStage? delivery);

    [LoggerMessage(EventName = "chat.listening_failed", Level = LogLevel.Error, Message = "A voice message in chat {BotId}/{ChatId} could not be listened to; it is answered as one that was not heard.")]
    private partial void ListeningFailed(Exception exception, BotId botId, long chatId);

    [LoggerMessage(EventName = "chat.send_refused", Level = LogLevel.Information, Message = "The bot of chat {BotId}/{ChatId} was on its way to another silo; the message is sent once it is there.")]
    private partial void SendRefused(Exception exception, BotId botId, long chatId);

    [LoggerMessage(EventName = "chat.send_failed", Level = LogLevel.Warning, Message = "The bot did not answer a send for chat {BotId}/{ChatId}; the message is uncertain.")]
    private partial void SendFailed(Exception exception, BotId botId, long chatId);

    [LoggerMessage(EventName = "girl.erasure_not_noted", Level = LogLevel.Error, Message = "A person of bot {BotId} is erased, but that could not be noted outside of the database; it is tried again.")]
    private partial void NotNoted(Exception exception, BotId botId);
}
