using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;

namespace MultiBot.Grains.Notices;

internal sealed partial class NoticeCourier
{
    [LoggerMessage(EventName = "notices.unwanted", Level = LogLevel.Information, Message = "A notice of {BotId} was not told in chat {ChatId}: {Code}.")]
    private partial void Unwanted(BotId botId, long chatId, string code);

    [LoggerMessage(EventName = "notices.taken_back", Level = LogLevel.Information, Message = "A notice of {BotId} could not leave in time; the next one tells what it said.")]
    private partial void TakenBack(BotId botId);

    [LoggerMessage(EventName = "notices.postponed", Level = LogLevel.Debug, Message = "A notice of {BotId} could not be handed over now; it is tried again.")]
    private partial void Postponed(Exception exception, BotId botId);
}
