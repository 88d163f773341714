using System.Collections.Immutable;
using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Notices;

/// <summary>
/// What those who look after all bots know and are yet to be told: a value, kept with its position in the event log. A digest tells how many
/// bots are in trouble, which ones, and what happened since the last one; at most one an interval, and none while nothing is new. Each way by
/// which digests go out has what it is yet to tell to itself: one that is shut does not keep the other waiting, and catches up on its own.
/// </summary>
public sealed record FleetNotices
{
    /// <summary>Bots in trouble, by their ids.</summary>
    public ImmutableSortedDictionary<string, FleetTrouble> Standing { get; init => field = value.WithComparers(StringComparer.Ordinal); } =
        ImmutableSortedDictionary.Create<string, FleetTrouble>(StringComparer.Ordinal);

    /// <summary>What is told by each way there is.</summary>
    public ImmutableSortedDictionary<NoticeWay, FleetTelling> Ways { get; init; } = ImmutableSortedDictionary<NoticeWay, FleetTelling>.Empty;

    /// <summary>By these ways from now on: a new one begins with what comes, what one that is not used any more had to tell is forgotten.</summary>
    public FleetNotices By(IReadOnlyCollection<NoticeWay> ways) =>
        Ways.Keys.SequenceEqual(ways.Order()) ? this : this with { Ways = ways.ToImmutableSortedDictionary(way => way, way => Ways.GetValueOrDefault(way) ?? new FleetTelling()) };

    /// <summary>Takes an event in; each one once, in order.</summary>
    /// <param name="fact">The event.</param>
    /// <param name="own">The chat that is told: what becomes of our messages there is not told there.</param>
    /// <param name="now">The present.</param>
    /// <param name="rules">The rules.</param>
    public FleetNotices Collect(NoticeFact fact, ChatKey? own, DateTimeOffset now, NoticeRules rules)
    {
        var bot = fact.Bot.Value;
        var isOld = now - fact.At > rules.LeaveOutAfter;
        return fact.Kind switch
        {
            NoticeKind.Removed or NoticeKind.Stopped => (this with { Standing = Standing.Remove(bot) }).Each((_, telling) => telling with { News = telling.News.Without(bot) }),
            NoticeKind.Started when !Standing.ContainsKey(bot) => this,
            NoticeKind.Started => (this with { Standing = Standing.Remove(bot) }).Add(news => isOld ? news.Without(bot) : news.WithRecovered(bot), fact, now),
            NoticeKind.FloodWaited => isOld ? this : Add(news => news with { Floods = news.Floods + 1 }, fact, now),
            // That is between a bot and its admin.
            NoticeKind.BudgetSpent or NoticeKind.OperatorAsked => this,
            NoticeKind.ReplyFailed => isOld ? this : Failed(fact, own, now),
            _ => Trouble(fact, isOld, now),
        };
    }

    public bool IsDue(NoticeWay way, DateTimeOffset now, NoticeRules rules) => Ways[way].IsDue(now, rules);

    /// <summary>Tells what is new by this way; to be called when that is due.</summary>
    public FleetNotices Tell(NoticeWay way, DateTimeOffset now) => this with { Ways = Ways.SetItem(way, Ways[way].Tell(way, Standing, now)) };

    /// <summary>What became of a digest on its way; an answer about another one changes nothing.</summary>
    /// <param name="way">By which it went.</param>
    /// <param name="digest">The digest's id.</param>
    /// <param name="fate">What is known.</param>
    /// <param name="now">The present.</param>
    /// <param name="pause">Until it is looked at again, where it waits.</param>
    public FleetNotices Heard(NoticeWay way, Guid digest, NoticeFate fate, DateTimeOffset now, TimeSpan pause) =>
        Ways.TryGetValue(way, out var telling) && telling.Pending is { } pending && pending.Id == digest
            ? this with { Ways = Ways.SetItem(way, telling.Heard(pending, fate, now, pause)) }
            : this;

    private FleetNotices Failed(NoticeFact fact, ChatKey? own, DateTimeOffset now)
    {
        var isOwn = fact.Chat is { } chat && own == new ChatKey(fact.Bot, chat);
        return Each((way, telling) => isOwn && way is NoticeWay.Chat ? telling : telling.Add(telling.News with { Failed = telling.News.Failed + 1 }, fact, now));
    }

    private FleetNotices Trouble(NoticeFact fact, bool isOld, DateTimeOffset now)
    {
        var (bot, code) = (fact.Bot.Value, NoticeLine.WordFor(fact));
        var before = Standing.GetValueOrDefault(bot);
        if (before is not null && before.Code == code) return this;
        var next = this with { Standing = Standing.SetItem(bot, new FleetTrouble(code, before?.Since ?? fact.At)) };
        return isOld ? next : next.Add(news => news.WithTrouble(bot), fact, now);
    }

    private FleetNotices Add(Func<FleetNews, FleetNews> plus, NoticeFact fact, DateTimeOffset now) => Each((_, telling) => telling.Add(plus(telling.News), fact, now));

    private FleetNotices Each(Func<NoticeWay, FleetTelling, FleetTelling> change) =>
        this with { Ways = Ways.SetItems(Ways.Select(one => KeyValuePair.Create(one.Key, change(one.Key, one.Value)))) };
}

/// <param name="Code">Of docs/errors.md.</param>
/// <param name="Since">When it began, whatever it was then.</param>
public sealed record FleetTrouble(string? Code, DateTimeOffset Since);

/// <summary>A bot in trouble, as the body of a digest names it.</summary>
public sealed record FleetBot(string BotId, string? Code, DateTimeOffset Since);

/// <summary>What happened since the last digest.</summary>
public sealed record FleetNews
{
    /// <summary>Bots that came into trouble, or into another one, and are in it still.</summary>
    public ImmutableSortedSet<string> Troubled { get; init => field = value.WithComparer(StringComparer.Ordinal); } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
    public ImmutableSortedSet<string> Recovered { get; init => field = value.WithComparer(StringComparer.Ordinal); } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
    public long Failed { get; init; }
    public long Floods { get; init; }

    public bool IsEmpty => Troubled.IsEmpty && Recovered.IsEmpty && Failed == 0 && Floods == 0;

    public FleetNews WithTrouble(string bot) => this with { Troubled = Troubled.Add(bot), Recovered = Recovered.Remove(bot) };

    public FleetNews WithRecovered(string bot) => this with { Troubled = Troubled.Remove(bot), Recovered = Recovered.Add(bot) };

    public FleetNews Without(string bot) => this with { Troubled = Troubled.Remove(bot), Recovered = Recovered.Remove(bot) };

    /// <summary>With what came after it.</summary>
    public FleetNews Plus(FleetNews later) => new()
    {
        Troubled = Troubled.Except(later.Recovered).Union(later.Troubled),
        Recovered = Recovered.Except(later.Troubled).Union(later.Recovered),
        Failed = Failed + later.Failed,
        Floods = Floods + later.Floods,
    };
}
