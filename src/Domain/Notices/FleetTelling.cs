using System.Collections.Immutable;

namespace MultiBot.Domain.Notices;

/// <summary>What is yet to be told of all bots by one way, and what is under way there.</summary>
public sealed record FleetTelling
{
    public FleetNews News { get; init; } = new();
    public DateTimeOffset? CollectedSince { get; init; }
    public DateTimeOffset? ToldAt { get; init; }
    public long Newest { get; init; }
    public int Takes { get; init; }
    public PendingDigest? Pending { get; init; }

    public bool IsDue(DateTimeOffset now, NoticeRules rules) =>
        Pending is null && !News.IsEmpty && now - CollectedSince >= rules.Collect && !(now - ToldAt < rules.Every);

    public bool IsToBeLookedAt(DateTimeOffset now) => Pending is { } pending && now >= pending.LookAt;

    /// <summary>With the news as they are after an event.</summary>
    public FleetTelling Add(FleetNews news, NoticeFact fact, DateTimeOffset now) =>
        this with { News = news, CollectedSince = news.IsEmpty ? null : CollectedSince ?? now, Newest = Math.Max(Newest, fact.Seq) };

    public FleetTelling Tell(NoticeWay way, ImmutableSortedDictionary<string, FleetTrouble> standing, DateTimeOffset now) => this with
    {
        Pending = new PendingDigest
        {
            Id = NoticeId.Of(NameOf(way), Newest, Takes),
            Text = FleetText.Of(standing, News),
            InTrouble = standing.Count,
            Bots = way is NoticeWay.Webhook ? PendingDigest.Name(standing, News) : [],
            At = now,
            LookAt = now,
            News = News,
            Newest = Newest,
        },
        News = new FleetNews(),
        CollectedSince = null,
        Newest = 0,
    };

    /// <param name="pending">The digest that is under way.</param>
    /// <param name="fate">What is known of it.</param>
    /// <param name="now">The present.</param>
    /// <param name="pause">Until it is looked at again, where it waits.</param>
    public FleetTelling Heard(PendingDigest pending, NoticeFate fate, DateTimeOffset now, TimeSpan pause) => fate switch
    {
        NoticeFate.Waits => this with { Pending = pending with { Looks = pending.Looks + 1, LookAt = now + pause } },
        NoticeFate.TakenBack => this with
        {
            Pending = null, News = pending.News.Plus(News), CollectedSince = pending.At, Newest = Math.Max(Newest, pending.Newest), Takes = Takes + 1,
        },
        // Where nobody wants it, it is not said again and again.
        _ => this with { Pending = null, ToldAt = now, Takes = 0 },
    };

    /// <summary>In the ids of digests; no bot's id holds such a sign.</summary>
    private static string NameOf(NoticeWay way) => way is NoticeWay.Chat ? "*" : $"*{way}";
}
