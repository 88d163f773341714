using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Commands;

/// <summary>A bot's chats as its admin speaks of them. Read anew each time: the admin looks seldom, and at what is.</summary>
internal sealed class ContactBook(IQueries queries)
{
    private const int PageSize = 500;

    public async Task<IReadOnlyList<ChatLine>> AllAsync(BotId bot)
    {
        var all = new List<ChatLine>();
        string? after = null;
        do
        {
            var page = await queries.ListChatsAsync(bot, tag: null, after, PageSize, CancellationToken.None);
            all.AddRange(page.Items.Select(LineOf));
            after = page.Next;
        }
        while (after is not null);
        return all;
    }

    /// <summary>The one chat that is meant.</summary>
    public async Task<Answer<ChatLine>> FindAsync(BotId bot, ChatReference reference) => reference switch
    {
        ChatReference.ById { Chat: var chat } => await FindAsync(new ChatKey(bot, chat)),
        ChatReference.ByName { Name: var name } => ChatFinder.One(name, await AllAsync(bot)),
        _ => throw new InvalidOperationException($"{reference.GetType().Name} refers to no chat."),
    };

    public async Task<Answer<ChatLine>> FindAsync(ChatKey key) =>
        await queries.FindChatAsync(key, CancellationToken.None) is { } chat
            ? LineOf(chat)
            : Problem.NotFound("chat.not_found", $"The bot has no chat {key.Chat}; !list shows those it has.");

    private static ChatLine LineOf(ChatListItem chat) =>
        new() { Chat = chat.ChatId, Name = chat.Name, Mode = chat.Mode, LastActivityAt = chat.LastActivityAt, Messages = chat.MessageCount };
}
