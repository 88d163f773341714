using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Notices;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Abstractions.Notices;
using MultiBot.Grains.Events.Subscribers;

namespace MultiBot.Grains.Notices;

/// <summary>
/// Tells the admins of the partition's bots what is wrong with them, each in the chat with the bot. What is to be told when is decided by
/// <see cref="BotNotices"/>, a value for each bot, kept with the position. A notice is stored before it is handed over, under an id that stays,
/// and handed over until it is known what became of it: whoever dies in between, the chat has it once. The signs of life of the stream are
/// the clock. Calls to bots are not waited for in the grain's turns: what they answer is looked at when it comes.
/// </summary>
[ImplicitStreamSubscription(EventStreams.Name)]
[GrainType(Name)]
public sealed class NoticesGrain(SubscriberSilo silo, NoticesSilo notices, TimeProvider time) : EventSubscriberGrain(silo)
{
    public const string Name = "events-notices";

    private readonly NoticeRules _rules = notices.Options.Rules;
    private readonly Dictionary<BotId, BotNotices> _bots = [];

    /// <summary>Calls under way.</summary>
    private readonly HashSet<BotId> _called = [];

    /// <summary>Where to tell, for bots that are about to.</summary>
    private readonly Dictionary<BotId, ChatId?> _chats = [];

    protected override async Task OpeningAsync(CancellationToken cancellation)
    {
        var kept = await notices.Kept.ReadAsync(Partition, cancellation);
        _bots.Clear();
        foreach (var one in kept) _bots[one.Bot] = one;
    }

    protected override void Forgotten()
    {
        _bots.Clear();
        _chats.Clear();
    }

    protected override Task HandleAsync(LoggedEvent logged, SubscriberEffects effects, CancellationToken cancellation)
    {
        if (NoticeFact.Of(logged, _rules.LongFlood) is not { } fact) return Task.CompletedTask;
        var before = _bots.GetValueOrDefault(fact.Bot) ?? new BotNotices { Bot = fact.Bot };
        var now = time.GetUtcNow();
        var next = before.Collect(fact, now, _rules);
        Keep(fact.Bot, next?.IsIdle(now, _rules) is true ? null : next, effects);
        return Task.CompletedTask;
    }

    protected override async Task HandledAsync(EventStretch stretch, CancellationToken cancellation)
    {
        if (notices.Fleet.Ways.Count > 0) GrainFactory.FleetNotices().Look(stretch.UpTo).Ignore();
        // Half of a storm would be told as if it were all of it.
        if (Handled < stretch.UpTo) return;
        var now = time.GetUtcNow();
        var tells = false;
        foreach (var one in _bots.Values.ToList())
        {
            if (one.IsDue(now, _rules)) tells |= TryTell(one, now);
            else if (one.IsIdle(now, _rules)) Keep(one.Bot, null, Effects);
        }

        if (tells) await StoreAsync();
        foreach (var one in _bots.Values.Where(one => one.IsToBeLookedAt(now)).ToList()) Begin(one.Bot, () => HandOverAsync(one));
    }

    /// <summary>False: it is not known yet where.</summary>
    private bool TryTell(BotNotices one, DateTimeOffset now)
    {
        if (!_chats.Remove(one.Bot, out var chat))
        {
            Begin(one.Bot, () => FindChatAsync(one.Bot));
            return false;
        }

        Keep(one.Bot, chat is { } known ? one.Tell(known, now) : one.Drop(now), Effects);
        return chat is not null;
    }

    private void Begin(BotId bot, Func<Task> call)
    {
        if (_called.Count < notices.Options.AtOnce && _called.Add(bot)) _ = EndAsync(bot, call());
    }

    /// <summary>The courier does not throw; whatever else does must not keep the bot from being called again.</summary>
    private async Task EndAsync(BotId bot, Task call)
    {
        try
        {
            await call;
        }
        finally
        {
            _called.Remove(bot);
        }
    }

    private async Task FindChatAsync(BotId bot)
    {
        if (await notices.Courier.FindChatAsync(bot) is AdminChat.Known known) _chats[bot] = known.Chat;
    }

    private async Task HandOverAsync(BotNotices one)
    {
        var pending = one.Pending!;
        var message = new NoticeMessage { Id = pending.Id, Text = pending.Text, ExpiresAt = pending.At + _rules.StaleAfter };
        var fate = await notices.Courier.HandOverAsync(new ChatKey(one.Bot, one.Chat!.Value), message);
        // Much may have happened to the bot meanwhile.
        if (_bots.TryGetValue(one.Bot, out var current)) Keep(one.Bot, current.Heard(pending.Id, fate, time.GetUtcNow(), _rules), Effects);
    }

    private void Keep(BotId bot, BotNotices? next, SubscriberEffects effects)
    {
        var before = _bots.GetValueOrDefault(bot);
        if (ReferenceEquals(before, next)) return;
        if (next is null) _bots.Remove(bot);
        else _bots[bot] = next;
        effects.Remember(bot, next);
    }
}
