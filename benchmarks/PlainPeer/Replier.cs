using Microsoft.Extensions.AI;
using Telegram.Bot;
using Telegram.Bot.Types;

namespace MultiBot.PlainPeer;

/// <summary>From a person's message to the sent reply.</summary>
internal sealed class Replier(MessageStore store, IChatClient model, IOptions<PeerSettings> settings, TimeProvider time)
{
    private readonly ChatOptions options = new() { Temperature = 0.8f, MaxOutputTokens = 240 };

    public async Task ReplyAsync(ITelegramBotClient bot, Message message, CancellationToken cancellation)
    {
        var (botId, chatId) = (bot.BotId, message.Chat.Id);
        var lines = await store.ReceiveAsync(
            botId, chatId, message.From?.FirstName ?? "", message.Text!, message.Date, settings.Value.HistoryMessages, cancellation);
        var response = await model.GetResponseAsync(Prompt(lines), options, cancellation);
        await store.AnswerAsync(botId, chatId, response.Text, time.GetUtcNow(), cancellation);
        await bot.SendMessage(chatId, response.Text, cancellationToken: cancellation);
    }

    private List<ChatMessage> Prompt(List<(bool FromBot, string Text)> lines)
    {
        var prompt = new List<ChatMessage>(lines.Count + 1) { new(ChatRole.System, settings.Value.Persona) };
        foreach (var (fromBot, text) in lines)
            prompt.Add(new ChatMessage(fromBot ? ChatRole.Assistant : ChatRole.User, text));
        return prompt;
    }
}
