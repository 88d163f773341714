using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Notices;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Notices;
using MultiBot.Grains.Girls;

namespace MultiBot.Grains.Notices;

/// <summary>Brings notices into chats: as messages of the bot, by way of the chat's own grain, in order with all else and no more than once.</summary>
internal sealed partial class NoticeCourier(IGrainFactory grains, ILogger<NoticeCourier> logger)
{
    /// <summary>The chat that the bot's configuration names.</summary>
    public async Task<AdminChat> FindChatAsync(BotId bot)
    {
        try
        {
            if (await grains.Bot(bot).GetBrief() is not { } brief) return new AdminChat.Unknown();
            return new AdminChat.Known(brief.Config.AdminChatId is { } chat ? new ChatId(chat) : null);
        }
        catch (Exception exception)
        {
            Postponed(exception, bot);
            return new AdminChat.Unknown();
        }
    }

    /// <summary>Hands a notice over, or looks where it stands: to the chat it is the same.</summary>
    public async Task<NoticeFate> HandOverAsync(ChatKey key, NoticeMessage notice)
    {
        Answer<NoticeState> answer;
        try
        {
            answer = await grains.Girl(key).Notify(notice);
        }
        catch (Exception exception)
        {
            // It may be stored; the same id again tells.
            Postponed(exception, key.Bot);
            return NoticeFate.Waits;
        }

        switch (answer)
        {
            case { Value.State: OutboxState.Sent or OutboxState.Uncertain }:
                return NoticeFate.Left;
            case { Value.State: OutboxState.Cancelled }:
                TakenBack(key.Bot);
                return NoticeFate.TakenBack;
            case { Value.State: OutboxState.Rejected }:
                Unwanted(key.Bot, key.Chat.Value, "rejected");
                return NoticeFate.Unwanted;
            case { Problem: { Kind: ProblemKind.Conflict } or { Code: OperatorText.UnknownChat } }:
                Unwanted(key.Bot, key.Chat.Value, answer.Problem.Code);
                return NoticeFate.Unwanted;
            default:
                return NoticeFate.Waits;
        }
    }
}

/// <summary>Where a bot's admin is told. Closed.</summary>
internal abstract record AdminChat
{
    private AdminChat() { }

    /// <param name="Chat">Null: the bot has none.</param>
    public sealed record Known(ChatId? Chat) : AdminChat;

    /// <summary>The bot can't be asked now.</summary>
    public sealed record Unknown : AdminChat;
}
