using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Schedules;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;

namespace MultiBot.Grains.Commands;

/// <summary>What a bot's admin asks to see. Changes nothing.</summary>
internal sealed class AdminReports(IGrainFactory grains, IQueries queries, ContactBook contacts, TimeProvider time)
{
    private static readonly TimeSpan Lately = TimeSpan.FromHours(24);

    private DateTimeOffset Now => time.GetUtcNow();

    public async Task<Answer<FormattedText>> StatusAsync(BotId bot)
    {
        var found = await grains.Manager().GetBotStatus(bot);
        return found.Value is { } status ? AdminAnswers.Status(FactsOf(status), Now) : found.Problem!;
    }

    public async Task<Answer<FormattedText>> MetricsAsync(BotConfig bot)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(bot.Persona.TimeZone, out var known) ? known : TimeZoneInfo.Utc;
        var today = LocalDays.Of(Now, zone);
        return AdminAnswers.Metrics(new MetricsFacts
        {
            Date = today,
            TimeZone = zone.Id,
            Today = await SumAsync(bot.BotId, LocalDays.StartOf(today, zone)),
            Last24Hours = await SumAsync(bot.BotId, Now - Lately),
        });
    }

    public async Task<Answer<FormattedText>> ListAsync(BotId bot, int page)
    {
        var cut = ChatPage.Of(await contacts.AllAsync(bot), page);
        return cut.Value is { } chats ? AdminAnswers.List(chats, Now) : cut.Problem!;
    }

    public async Task<Answer<FormattedText>> FindAsync(ChatKey here, string? query) =>
        query is null ? AdminAnswers.Here(here.Bot, here.Chat) : AdminAnswers.Found(query, ChatFinder.Matching(query, await contacts.AllAsync(here.Bot)));

    public async Task<Answer<FormattedText>> ProfileAsync(BotId bot, ChatReference reference)
    {
        var found = await contacts.FindAsync(bot, reference);
        if (found.Value is not { } chat) return found.Problem!;
        var memory = (await queries.ReadMemoryAsync(new ChatKey(bot, chat.Chat), CancellationToken.None)).Memory;
        return AdminAnswers.Profile(FactsOf(chat, memory), Now);
    }

    private async Task<HourFigures> SumAsync(BotId bot, DateTimeOffset from)
    {
        var hours = await queries.ReadFiguresAsync(bot, from, Now, CancellationToken.None);
        return hours.Aggregate(new HourFigures(), (sum, hour) => sum.Plus(hour.Figures));
    }

    private static BotFacts FactsOf(BotListItem bot) => new()
    {
        Bot = bot.BotId, Name = bot.Name, Status = bot.Status, Health = bot.Health, Silo = bot.Silo, LastUpdateAt = bot.LastUpdateAt,
        LastError = bot.LastError, Counters = bot.Counters,
    };

    private static ProfileFacts FactsOf(ChatLine chat, ContactMemory memory) => new()
    {
        Chat = chat,
        Topics = [.. memory.Facts.Where(fact => fact.Until is null).GroupBy(fact => fact.Topic).Select(topic => new TopicFacts(topic.Key, [.. topic.Select(fact => fact.Text)]))],
        Summary = memory.Summary,
        Language = memory.Language?.Value,
        TimeZone = memory.TimeZone?.Value,
    };
}
