using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Chats;

/// <summary>
/// How long the persona is silent once the account's owner has typed on another device. The end stands with the chat; each further message moves it
/// on. An operator's take-over has none, and gets none by what the owner types.
/// </summary>
public static class OwnerTakeOver
{
    /// <summary>A conversation of a person who looks at a phone now and then; who is away for half an hour has left the chat to the persona.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(30);

    /// <summary>How long one message keeps the persona of this bot silent. Zero: not at all.</summary>
    public static TimeSpan LastsFor(BotConfig bot) => bot.Features.OwnerTakesOverMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : Usual;

    /// <summary>Until when a human speaks in the chat from now on; null: no end.</summary>
    /// <param name="before">The mode when the owner wrote.</param>
    /// <param name="until">The end so far.</param>
    /// <param name="now">When the message is stored.</param>
    /// <param name="lasts">See <see cref="LastsFor"/>.</param>
    public static DateTimeOffset? EndAfter(ChatMode before, DateTimeOffset? until, DateTimeOffset now, TimeSpan lasts) => before switch
    {
        ChatMode.Persona when lasts > TimeSpan.Zero => now + lasts,
        ChatMode.Human when until < now + lasts => now + lasts,
        _ => until,
    };
}
