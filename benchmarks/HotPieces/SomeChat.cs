using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;

namespace MultiBot.HotPieces;

/// <summary>One ordinary chat: twenty lines of history, and one message to answer.</summary>
internal static class SomeChat
{
    public const string Said = "I went to the market this morning and bought far too many apples again";
    public const string Reply = "That sounds like a full day. What did you like best about it, and would you do it again?";
    private const int HistoryLines = 20;

    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static ChatKey Key { get; } = new(BotId.Parse("anna"), new ChatId(7));

    public static BotConfig Bot { get; } = new() { BotId = Key.Bot, Name = "Anna", Telegram = new TelegramConfig { Token = new Secret("1:x") } };

    public static HistoryEntry[] History { get; } =
    [
        .. Enumerable.Range(0, HistoryLines).Select(line => new HistoryEntry
        {
            By = line % 2 == 0 ? Author.Contact : Author.Persona,
            Text = line % 2 == 0 ? Said : Reply,
            At = Now.AddMinutes(line - HistoryLines),
        }),
    ];

    public static InboxMessage Message { get; } = new() { Id = 100, SourceId = 100, Text = Said, At = Now, StoredAt = Now };

    public static ChatAdvance Advance { get; } = new()
    {
        Chat = Key.Chat,
        FromVersion = 10,
        Version = 11,
        Messages = [Message],
        ContactName = "Kim",
        LanguageCode = "en",
    };
}
