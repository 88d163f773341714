using MultiBot.Domain.Bots;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Notices;

namespace MultiBot.Domain.Tests.Events.Subscribers;

public sealed class SubscriberEffectsTests
{
    private static readonly BotId Anna = BotId.Parse("anna");
    private static readonly DateTimeOffset At = new(2026, 11, 28, 5, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, Action<SubscriberEffects>> Kinds => new()
    {
        { "hours", effects => effects.Count(Anna, At, new HourFigures { Sent = 1 }) },
        { "audit", effects => effects.Note(new AuditEntry { At = At, Actor = "system", Action = "bot.started" }) },
        { "notices", effects => effects.Remember(Anna, notices: null) },
        { "fleet", effects => effects.Remember(new FleetNotices()) },
    };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Cleared_TheyAreEmpty_AndTakeTheNextAsNewOnesDo(string kind, Action<SubscriberEffects> act)
    {
        var effects = new SubscriberEffects();
        Assert.True(effects.IsEmpty, kind);
        act(effects);
        Assert.False(effects.IsEmpty, kind);

        effects.Clear();

        Assert.True(effects.IsEmpty, kind);
        act(effects);
        Assert.Equal(Told(Only(act)), Told(effects));
    }

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Added_TheyAreAsIfHandledHere(string kind, Action<SubscriberEffects> act)
    {
        var sum = new SubscriberEffects();
        sum.Add(new SubscriberEffects());
        Assert.True(sum.IsEmpty, kind);

        sum.Add(Only(act));

        Assert.Equal(Told(Only(act)), Told(sum));
        sum.Add(new SubscriberEffects());
        Assert.Equal(Told(Only(act)), Told(sum));
    }

    private static SubscriberEffects Only(Action<SubscriberEffects> act)
    {
        var effects = new SubscriberEffects();
        act(effects);
        return effects;
    }

    private static string Told(SubscriberEffects effects) =>
        $"{string.Join(", ", effects.Hours)}; {string.Join(", ", effects.Audit)}; {string.Join(", ", effects.Notices)}; {effects.Fleet is not null}";
}
