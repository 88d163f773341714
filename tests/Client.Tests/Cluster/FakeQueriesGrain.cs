using MultiBot.Domain.Approvals;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Abstractions.Manager;
using Orleans.Concurrency;

namespace MultiBot.Client.Tests.Cluster;

/// <summary>The lists' contract over the same dictionary.</summary>
[StatelessWorker, Reentrant]
public sealed class FakeQueriesGrain(FakeCluster cluster) : Grain, IQueriesGrain
{
    public Task<Answer<Page<ChatListItem>>> ListChats(BotId bot, string? after, int limit) =>
        Task.FromResult<Answer<Page<ChatListItem>>>(new Page<ChatListItem> { Items = [.. Bot(bot).Chats.Values] });

    public Task<Answer<ChatListItem>> GetChat(ChatKey key) => Task.FromResult<Answer<ChatListItem>>(
        Bot(key.Bot).Chats.TryGetValue(key.Chat.Value, out var chat) ? chat : Problem.NotFound("chat.not_found", $"There is no chat {key.Chat}."));

    public Task<Answer<Page<MessageItem>>> ListMessages(ChatKey key, string? after, int limit, bool newestFirst) =>
        Task.FromResult<Answer<Page<MessageItem>>>(new Page<MessageItem> { Items = [.. Enumerable.Reverse(Bot(key.Bot).Messages).Take(limit)], Next = Bot(key.Bot).Messages.Count > limit ? "older" : null });

    public Task<Answer<Page<DraftItem>>> ListDrafts(ChatKey key, string? after, int limit) =>
        Task.FromResult<Answer<Page<DraftItem>>>(new Page<DraftItem> { Items = [.. Bot(key.Bot).Drafts] });

    public Task<Answer<Page<ParkedItem>>> ListParked(BotId bot, string? after, int limit) =>
        Task.FromResult<Answer<Page<ParkedItem>>>(new Page<ParkedItem> { Items = [.. Bot(bot).Parked] });

    public Task<Answer<ParkedItem>> GetParked(BotId bot, long messageId) => Task.FromResult<Answer<ParkedItem>>(
        Bot(bot).Parked.Find(item => item.Message.Id == messageId) is { } item ? item : Problem.NotFound("message.not_parked", "No such message waits."));

    public Task<Answer<Page<TemplateView>>> ListTemplates(string? after, int limit) =>
        Task.FromResult<Answer<Page<TemplateView>>>(new Page<TemplateView> { Items = [.. cluster.Templates.Values.OrderBy(view => view.Name, StringComparer.Ordinal)] });

    public async Task<Answer<EventBatch>> FollowEvents(EventFollow follow)
    {
        var found = await cluster.Log.ReadAsync(follow);
        return new EventBatch { Items = [.. found], Position = found.Count > 0 ? found[^1].Seq : follow.After ?? 0 };
    }

    private FakeBot Bot(BotId id) => cluster.Bots[id.Value];
}
