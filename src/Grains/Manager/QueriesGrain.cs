using MultiBot.Domain.Approvals;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Grains.Events;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace MultiBot.Grains.Manager;

/// <summary>The read-only query ports for the console, on whichever silo it is connected to. Holds nothing.</summary>
[StatelessWorker, Reentrant]
internal sealed class QueriesGrain(IQueries queries, EventTail tail, IOptions<EventsOptions> events) : Grain, IQueriesGrain
{
    private const int MostEvents = 1000;

    public Task<Answer<Page<ChatListItem>>> ListChats(BotId bot, string? after, int limit) =>
        Paged(() => queries.ListChatsAsync(bot, tag: null, after, limit, CancellationToken.None));

    public async Task<Answer<ChatListItem>> GetChat(ChatKey key) =>
        await queries.FindChatAsync(key, CancellationToken.None) is { } chat
            ? chat
            : Problem.NotFound("chat.not_found", $"The bot «{key.Bot}» has no chat {key.Chat}.");

    public Task<Answer<Page<MessageItem>>> ListMessages(ChatKey key, string? after, int limit, bool newestFirst) =>
        Paged(() => queries.ListMessagesAsync(key, after, limit, newestFirst, CancellationToken.None));

    public Task<Answer<Page<DraftItem>>> ListDrafts(ChatKey key, string? after, int limit) =>
        Paged(() => queries.ListDraftsAsync(key, after, limit, CancellationToken.None));

    public Task<Answer<Page<ParkedItem>>> ListParked(BotId bot, string? after, int limit) =>
        Paged(() => queries.ListParkedAsync(bot, after, limit, CancellationToken.None));

    public async Task<Answer<ParkedItem>> GetParked(BotId bot, long messageId) =>
        await queries.FindParkedAsync(bot, messageId, CancellationToken.None) is { } parked
            ? parked
            : Problem.NotFound("message.not_parked", "No parked or overdue message has this id.");

    public Task<Answer<Page<TemplateView>>> ListTemplates(string? after, int limit) => Paged(async () =>
    {
        var page = await queries.ListTemplatesAsync(after, limit, CancellationToken.None);
        return new Page<TemplateView>
        {
            Items = [.. page.Items.Select(template => new TemplateView { Name = template.Name, Json = template.Json, Revision = template.Revision })],
            Next = page.Next,
        };
    });

    public async Task<Answer<EventBatch>> FollowEvents(EventFollow follow)
    {
        if (follow.Limit is < 1 or > MostEvents) return Problem.Invalid("query.parameter", $"«limit» must be 1–{MostEvents}.");
        var query = new EventQuery { Bot = follow.Bot, Among = follow.Among, Types = follow.Types, Limit = follow.Limit };
        var wait = follow.Wait < events.Value.LongestWait ? follow.Wait : events.Value.LongestWait;
        try
        {
            using var reader = await tail.FollowAsync(query, follow.After, CancellationToken.None);
            var found = await reader.ReadAsync(wait, CancellationToken.None);
            return new EventBatch { Items = [.. found.Select(one => one.Logged)], Position = reader.Position };
        }
        catch (StoreUnavailableException)
        {
            return Problem.Unavailable("storage.unavailable", "The database does not answer; go on from the same position in a while.");
        }
    }

    private static Problem BadCursor() =>
        Problem.Invalid("query.cursor", "The cursor is not one this API gave; use «next» of the page before, or leave it out.");

    /// <summary>A page, or what is wrong with the cursor.</summary>
    internal static async Task<Answer<Page<T>>> Paged<T>(Func<Task<Page<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (FormatException)
        {
            return BadCursor();
        }
    }
}
