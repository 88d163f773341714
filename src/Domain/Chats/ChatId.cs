using System.Globalization;
using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Chats;

/// <summary>Telegram's chat id: up to 52 significant bits, negative for groups (core.telegram.org/bots/api#chat).</summary>
[GenerateSerializer, Immutable, Alias("multibot.chat-id")]
public readonly record struct ChatId
{
    public ChatId(long value) => Value = value;

    [Id(0)]
    public long Value { get; init; }

    /// <summary>Several people write there. A private chat's id is the person's.</summary>
    public bool IsGroup => Value < 0;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One conversation: a bot and the chat it is held in.</summary>
[GenerateSerializer, Immutable, Alias("multibot.chat-key")]
public readonly record struct ChatKey
{
    public ChatKey(BotId bot, ChatId chat) => (Bot, Chat) = (bot, chat);

    [Id(0)]
    public BotId Bot { get; init; }

    [Id(1)]
    public ChatId Chat { get; init; }

    public override string ToString() => $"{Bot}/{Chat}";

    public void Deconstruct(out BotId bot, out ChatId chat) => (bot, chat) = (Bot, Chat);
}
