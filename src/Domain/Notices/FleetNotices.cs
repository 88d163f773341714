using System.Collections.Immutable;
using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Notices;

/// <summary>
/// What those who look after all bots know and are yet to be told: a value, kept with its position in the event log. A digest tells how many
/// bots are in trouble, which ones, and what happened since the last one; at most one an interval, and none while nothing is new.
/// </summary>
public sealed record FleetNotices
{
    /// <summary>In the ids of digests; no bot's id holds such a sign.</summary>
    private const string Self = "*";

    /// <summary>Bots in trouble, by their ids.</summary>
    public ImmutableSortedDictionary<string, FleetTrouble> Standing { get; init => field = value.WithComparers(StringComparer.Ordinal); } =
        ImmutableSortedDictionary.Create<string, FleetTrouble>(StringComparer.Ordinal);

    public FleetNews News { get; init; } = new();
    public DateTimeOffset? CollectedSince { get; init; }
    public DateTimeOffset? ToldAt { get; init; }
    public long Newest { get; init; }
    public int Takes { get; init; }
    public PendingDigest? Pending { get; init; }

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
            NoticeKind.Removed or NoticeKind.Stopped => this with { Standing = Standing.Remove(bot), News = News.Without(bot) },
            NoticeKind.Started when !Standing.ContainsKey(bot) => this,
            NoticeKind.Started => (this with { Standing = Standing.Remove(bot) }).Add(isOld ? News.Without(bot) : News.WithRecovered(bot), fact, now),
            NoticeKind.FloodWaited => isOld ? this : Add(News with { Floods = News.Floods + 1 }, fact, now),
            NoticeKind.ReplyFailed => isOld || (fact.Chat is { } chat && own == new ChatKey(fact.Bot, chat)) ? this : Add(News with { Failed = News.Failed + 1 }, fact, now),
            _ => Trouble(fact, isOld, now),
        };
    }

    public bool IsDue(DateTimeOffset now, NoticeRules rules) =>
        Pending is null && !News.IsEmpty && now - CollectedSince >= rules.Collect && !(now - ToldAt < rules.Every);

    /// <summary>Tells what is new; to be called when that is due.</summary>
    /// <param name="ways">By which it goes, each for itself.</param>
    /// <param name="now">The present.</param>
    public FleetNotices Tell(IEnumerable<NoticeWay> ways, DateTimeOffset now) => this with
    {
        Pending = new PendingDigest
        {
            Id = NoticeId.Of(Self, Newest, Takes),
            Text = FleetText.Of(Standing, News),
            Bots = [.. Standing.Select(one => new FleetBot(one.Key, one.Value.Code, one.Value.Since))],
            At = now,
            LookAt = now,
            Open = [.. ways],
            News = News,
            Newest = Newest,
        },
        News = new FleetNews(),
        CollectedSince = null,
        Newest = 0,
    };

    public bool IsToBeLookedAt(DateTimeOffset now) => Pending is { } pending && now >= pending.LookAt;

    /// <summary>What became of a digest on one of its ways; an answer about another one changes nothing.</summary>
    public FleetNotices Heard(Guid digest, NoticeWay way, NoticeFate fate, DateTimeOffset now, NoticeRules rules)
    {
        if (Pending is not { } pending || pending.Id != digest || !pending.Open.Contains(way)) return this;
        if (fate is NoticeFate.Waits) return this with { Pending = pending.LaterLook(now, rules) };
        pending = pending with { Open = pending.Open.Remove(way), HasLeft = pending.HasLeft || fate is NoticeFate.Left, IsUnwanted = pending.IsUnwanted || fate is NoticeFate.Unwanted };
        if (!pending.Open.IsEmpty) return this with { Pending = pending };
        // Whoever was told by one way knows. Where nobody wants it, it is not said again and again.
        return pending.HasLeft || pending.IsUnwanted
            ? this with { Pending = null, ToldAt = now, Takes = 0 }
            : this with { Pending = null, News = pending.News.Plus(News), CollectedSince = pending.At, Newest = Math.Max(Newest, pending.Newest), Takes = Takes + 1 };
    }

    private FleetNotices Trouble(NoticeFact fact, bool isOld, DateTimeOffset now)
    {
        var (bot, code) = (fact.Bot.Value, NoticeLine.WordFor(fact));
        var before = Standing.GetValueOrDefault(bot);
        if (before is not null && before.Code == code) return this;
        var next = this with { Standing = Standing.SetItem(bot, new FleetTrouble(code, before?.Since ?? fact.At)) };
        return isOld ? next : next.Add(News.WithTrouble(bot), fact, now);
    }

    private FleetNotices Add(FleetNews news, NoticeFact fact, DateTimeOffset now) =>
        this with { News = news, CollectedSince = news.IsEmpty ? null : CollectedSince ?? now, Newest = Math.Max(Newest, fact.Seq) };
}

/// <param name="Code">Of docs/errors.md.</param>
/// <param name="Since">When it began, whatever it was then.</param>
public sealed record FleetTrouble(string? Code, DateTimeOffset Since);

/// <summary>A bot in trouble, as the digest's JSON has it.</summary>
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
