using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Secrets;

namespace MultiBot.Replies.Tests;

/// <summary>Ordinary bots and requests.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 5, 0, TimeSpan.Zero);

    public static BotConfig Bot(string id = "anna", string? endpoint = null, string? key = "sk-anna", LlmProvider provider = LlmProvider.OpenAi, string? model = "gpt-4.1-mini", string? fallback = null) => new()
    {
        BotId = BotId.Parse(id),
        Name = char.ToUpperInvariant(id[0]) + id[1..],
        Telegram = new TelegramConfig { Token = new Secret("1:a") },
        Llm = new LlmConfig
        {
            Provider = provider,
            Endpoint = endpoint,
            ApiKey = key is null ? null : new Secret(key),
            Model = model,
            FallbackModel = fallback,
        },
    };

    public static ReplyRequest Request(BotConfig bot, string text = "Hello", long chat = 7, params HistoryEntry[] history) => new()
    {
        Bot = bot,
        Chat = new ChatId(chat),
        History = history,
        Unanswered = [Message(text)],
        Now = Now,
    };

    public static InboxMessage Message(string text, MessageKind kind = MessageKind.Text, long id = 1) =>
        new() { Id = id, SourceId = id, Kind = kind, Text = text, At = Now, StoredAt = Now };

    public static HistoryEntry Said(Author by, string text, MessageKind kind = MessageKind.Text) => new() { By = by, Kind = kind, Text = text, At = Now };
}
