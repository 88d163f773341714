using System.Collections.Immutable;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Notices;

/// <summary>
/// What a bot's admin knows and is yet to be told: a value, kept beside the position in the event log. The first trouble is told at once,
/// what follows is collected and summed up, at most one notice an interval as the chat sees it: there is none while another is on its way.
/// A notice that was taken back gives what it said to the next one. Trouble that goes on is told twice, when it begins and that it goes on,
/// and then again with whatever is told next. A bot that can say nothing says it once it can.
/// </summary>
public sealed record BotNotices
{
    public required BotId Bot { get; init; }

    /// <summary>To be told.</summary>
    public ImmutableArray<NoticeLine> Collected { get; init; } = [];

    /// <summary>To be told as well; was long ago when it was read.</summary>
    public ImmutableArray<NoticeLine> Earlier { get; init; } = [];

    /// <summary>When the first of them was read, the newest event among them.</summary>
    public DateTimeOffset? CollectedSince { get; init; }
    public long Newest { get; init; }

    /// <summary>When the chat was told something last.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>Trouble that stands, as far as the chat knows.</summary>
    public ToldTrouble? Told { get; init; }

    /// <summary>The bot can say nothing: its account is refused or it is stopped.</summary>
    public bool IsMute { get; init; }

    /// <summary>The chat, as of the last notice: what becomes of our messages there is not told there.</summary>
    public ChatId? Chat { get; init; }

    public PendingNotice? Pending { get; init; }

    /// <summary>Notices that were taken back since one has left.</summary>
    public int Takes { get; init; }

    /// <summary>There is nothing to remember of this bot.</summary>
    public bool IsIdle(DateTimeOffset now, NoticeRules rules) =>
        Collected.IsEmpty && Earlier.IsEmpty && Told is null && Pending is null && !(now - ToldAt < rules.Every);

    /// <summary>Takes an event in; each one once, in order. Null: the bot is gone.</summary>
    public BotNotices? Collect(NoticeFact fact, DateTimeOffset now, NoticeRules rules) => fact.Kind switch
    {
        NoticeKind.Removed => null,
        NoticeKind.Stopped => this with { IsMute = true },
        NoticeKind.Started => (this with { IsMute = false }).Recover(fact, now, rules),
        NoticeKind.ReplyFailed when fact.Chat is { } chat && chat == Chat => this,
        _ => (this with { IsMute = fact.IsTrouble ? fact.Mutes : IsMute }).Add(fact, now, rules),
    };

    /// <summary>It is time to tell.</summary>
    public bool IsDue(DateTimeOffset now, NoticeRules rules) =>
        rules.Every > TimeSpan.Zero && !IsMute && Pending is null && IsNews && now - CollectedSince >= rules.Collect && !(now - ToldAt < rules.Every);

    /// <summary>Tells what is collected; to be called when that is due.</summary>
    /// <param name="chat">Where.</param>
    /// <param name="now">The present.</param>
    public BotNotices Tell(ChatId chat, DateTimeOffset now) => this with
    {
        Chat = chat,
        Pending = new PendingNotice
        {
            Id = NoticeId.Of(Bot.Value, Newest, Takes),
            Newest = Newest,
            Text = NoticeText.Of(Bot, Collected, Earlier, now),
            At = now,
            LookAt = now,
            Collected = Collected,
            Earlier = Earlier,
            ToldBefore = Told,
        },
        Told = ToldAfter(),
        Collected = [],
        Earlier = [],
        CollectedSince = null,
        Newest = 0,
    };

    /// <summary>There is nobody to tell: all is forgotten for an interval.</summary>
    public BotNotices Drop(DateTimeOffset now) =>
        this with { Collected = [], Earlier = [], CollectedSince = null, Newest = 0, Told = null, ToldAt = now, Pending = null, Takes = 0 };

    /// <summary>It is time to hand the notice over, or to look what has become of it.</summary>
    public bool IsToBeLookedAt(DateTimeOffset now) => !IsMute && Pending is { } pending && now >= pending.LookAt;

    /// <summary>What became of the notice that is on its way; an answer about another one changes nothing.</summary>
    public BotNotices Heard(Guid notice, NoticeFate fate, DateTimeOffset now, NoticeRules rules)
    {
        if (Pending is not { } pending || pending.Id != notice) return this;
        return fate switch
        {
            NoticeFate.Left => this with { Pending = null, ToldAt = now, Takes = 0 },
            NoticeFate.Unwanted => Drop(now),
            NoticeFate.TakenBack => TakeBack(pending),
            _ => this with { Pending = pending.LaterLook(now, rules) },
        };
    }

    /// <summary>Something is collected that the chat does not know as going on.</summary>
    private bool IsNews => !Earlier.IsEmpty || Collected.Any(line => !(Told is { Times: > 1 } told && told.IsSame(line)));

    private BotNotices Recover(NoticeFact fact, DateTimeOffset now, NoticeRules rules)
    {
        var isKnown = Told is not null || Collected.Any(IsTrouble) || Earlier.Any(IsTrouble);
        return isKnown ? Add(fact, now, rules) : this;
    }

    private BotNotices Add(NoticeFact fact, DateTimeOffset now, NoticeRules rules)
    {
        var age = now - fact.At;
        if (age > rules.LeaveOutAfter) return this;
        var line = new NoticeLine { Kind = fact.Kind }.Plus(fact);
        var isEarlier = age > rules.SumUpAfter;
        var before = isEarlier ? Earlier : Collected;
        // Trouble after a recovery says that it did not last.
        if (fact.IsTrouble || fact.Kind is NoticeKind.Started) before = before.RemoveAll(IsRecovery);
        return this with
        {
            Collected = isEarlier ? Collected : NoticeLine.Add(before, line),
            Earlier = isEarlier ? NoticeLine.Add(before, line) : Earlier,
            CollectedSince = CollectedSince ?? now,
            Newest = Math.Max(Newest, fact.Seq),
        };
    }

    /// <summary>What the chat knows to be wrong, once it has been told what is collected: the end of it counts.</summary>
    private ToldTrouble? ToldAfter()
    {
        if (Collected.Any(IsRecovery)) return null;
        var trouble = Collected.Where(IsTrouble).ToList();
        if (trouble.Count == 0 && Earlier.Any(IsRecovery)) return null;
        if (trouble.Count == 0) trouble = [.. Earlier.Where(IsTrouble)];
        if (trouble.Count == 0) return Told;
        var codes = trouble.SelectMany(line => line.Codes).Aggregate(Told?.Codes ?? [], NoticeLine.WithCode);
        return new ToldTrouble { Codes = codes, Times = Told is { } told && trouble.All(told.IsSame) ? told.Times + 1 : 1 };
    }

    private BotNotices TakeBack(PendingNotice pending)
    {
        // A recovery that was to be told and did not last is none any more.
        var lines = Collected.Any(line => IsTrouble(line) || IsRecovery(line)) ? pending.Collected.RemoveAll(IsRecovery) : pending.Collected;
        return this with
        {
            Pending = null,
            Told = pending.ToldBefore,
            Collected = Collected.Aggregate(lines, NoticeLine.Add),
            Earlier = Earlier.Aggregate(pending.Earlier, NoticeLine.Add),
            CollectedSince = pending.At,
            Newest = Math.Max(Newest, pending.Newest),
            Takes = Takes + 1,
        };
    }

    private static bool IsTrouble(NoticeLine line) => line.Kind is NoticeKind.HealthCheckFailed or NoticeKind.LoginRequired;

    private static bool IsRecovery(NoticeLine line) => line.Kind is NoticeKind.Started;
}
