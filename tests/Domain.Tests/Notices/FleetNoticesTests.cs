using System.Text;
using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Notices;

namespace MultiBot.Domain.Tests.Notices;

/// <summary>What those who look after all bots are told.</summary>
public sealed class FleetNoticesTests
{
    private static readonly ChatKey Own = new(BotId.Parse("warden"), new ChatId(7));
    private static readonly NoticeRules Rules = new() { Every = TimeSpan.FromMinutes(5) };

    private readonly List<string> _told = [];
    private readonly List<Guid> _toldIds = [];
    private DateTimeOffset _now = new(2026, 11, 28, 10, 15, 0, TimeSpan.Zero);
    private FleetNotices _fleet = new FleetNotices().By([NoticeWay.Chat]);
    private long _seq;

    [Fact]
    public void Digest_SaysHowItStandsAndWhatIsNew()
    {
        Happen("bert", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Happen("anna", NoticeKind.LoginRequired, "telegram.unauthorized");
        Pass(TimeSpan.FromMinutes(1));
        Happen("bert", NoticeKind.Started);
        Happen("cora", NoticeKind.Started);
        for (var count = 0; count < 12; count++) Happen("cora", NoticeKind.ReplyFailed, "llm.timeout");
        Happen("cora", NoticeKind.FloodWaited, "telegram.flood");
        Pass(TimeSpan.FromHours(1));

        Assert.Equal(
            [
                "2 bots in trouble: anna (telegram.unauthorized), bert (telegram.unreachable).",
                "1 bot in trouble: anna (telegram.unauthorized); 1 recovered: bert; 12 messages parked or refused; 1 long wait for Telegram.",
            ],
            _told);
    }

    [Fact]
    public void Storm_OfAllBots_IsOneDigestThatNamesAFew()
    {
        for (var bot = 0; bot < 1000; bot++)
            for (var times = 0; times < 10; times++) Happen($"bot-{bot:000}", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Pass(TimeSpan.FromMinutes(4));

        Assert.StartsWith("1000 bots in trouble: bot-000 (telegram.unreachable), ", Assert.Single(_told), StringComparison.Ordinal);
        Assert.EndsWith(" and 990 more.", _told[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Trouble_ThatIsTheSame_IsNotNews()
    {
        for (var minute = 0; minute < 60; minute++)
        {
            Happen("anna", NoticeKind.HealthCheckFailed, "telegram.unreachable");
            Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Single(_told);
    }

    [Fact]
    public void Bot_StoppedByHand_IsInNoTrouble()
    {
        Happen("anna", NoticeKind.HealthCheckFailed, "telegram.token_rejected");
        Happen("anna", NoticeKind.Stopped);
        Pass(TimeSpan.FromMinutes(10));

        Assert.Empty(_told);
        Assert.Empty(_fleet.Standing);
    }

    [Fact]
    public void OurOwnRefusedDigests_AreToldByTheOtherWayOnly()
    {
        _fleet = _fleet.By([NoticeWay.Chat, NoticeWay.Webhook]).Collect(Fact("warden", NoticeKind.ReplyFailed, "telegram.forbidden") with { Chat = Own.Chat }, Own, _now, Rules);
        Pass(TimeSpan.FromMinutes(10));

        Assert.Empty(_told);
        Assert.True(_fleet.IsDue(NoticeWay.Webhook, _now, Rules));
    }

    [Fact]
    public void Digest_ThatNobodyGot_IsToldWithTheNext()
    {
        Happen("anna", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Happen("bert", NoticeKind.ReplyFailed, "llm.timeout");
        _now += Rules.Collect;
        var first = Tell(NoticeWay.Chat);
        Happen("bert", NoticeKind.ReplyFailed, "llm.timeout");
        Hear(NoticeWay.Chat, first, NoticeFate.TakenBack);
        Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(["1 bot in trouble: anna (telegram.unreachable); 2 messages parked or refused."], _told);
        Assert.NotEqual(first.Id, _toldIds.Single());
    }

    [Fact]
    public void Way_ThatIsShut_KeepsTheOtherFromNothing_AndHasAllOfItOnceItOpens()
    {
        _fleet = _fleet.By([NoticeWay.Chat, NoticeWay.Webhook]);
        Happen("anna", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        _now += Rules.Collect;
        var shut = Tell(NoticeWay.Webhook);
        for (var times = 0; times < 3; times++)
        {
            Hear(NoticeWay.Webhook, shut, NoticeFate.Waits);
            Happen("bert", NoticeKind.ReplyFailed, "llm.timeout");
            Pass(Rules.Every);
        }

        Assert.Equal(3, _told.Count);
        Assert.Equal((shut.Id, shut.Text, 3), (PendingOf(NoticeWay.Webhook)!.Id, PendingOf(NoticeWay.Webhook)!.Text, PendingOf(NoticeWay.Webhook)!.Looks));
        Assert.False(_fleet.IsDue(NoticeWay.Webhook, _now, Rules));
        Hear(NoticeWay.Webhook, shut, NoticeFate.Left);
        _now += Rules.Every;

        Assert.Equal("1 bot in trouble: anna (telegram.unreachable); 3 messages parked or refused.", Tell(NoticeWay.Webhook).Text);
    }

    [Fact]
    public void Digest_ThatIsSentAgain_IsTheSameToTheByte()
    {
        _fleet = _fleet.By([NoticeWay.Webhook]);
        Happen("anna", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Happen("bert", NoticeKind.ReplyFailed, "llm.timeout");
        var first = Tell(NoticeWay.Webhook);
        Happen("cora", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Hear(NoticeWay.Webhook, first, NoticeFate.Waits);
        _fleet = Stored();

        var again = PendingOf(NoticeWay.Webhook)!;

        Assert.Equal(FleetBody.MessageId(first), FleetBody.MessageId(again));
        Assert.Equal(
            """{"type":"FleetDigest","at":"2026-11-28T10:15:00+00:00","data":{"text":"1 bot in trouble: anna (telegram.unreachable); 1 message parked or refused.","inTrouble":1,"bots":[{"botId":"anna","code":"telegram.unreachable","since":"2026-11-28T10:15:00+00:00"}],"recovered":[],"failed":1,"floods":0}}""",
            Encoding.UTF8.GetString(FleetBody.Write(first)));
        Assert.Equal(FleetBody.Write(first), FleetBody.Write(again));
    }

    [Fact]
    public void Digest_OfAVastFleet_NamesSoMany_NewOnesFirst_AndCountsAll()
    {
        _fleet = _fleet.By([NoticeWay.Webhook]);
        for (var bot = 0; bot < PendingDigest.MostNamed; bot++) Happen($"bot-{bot:0000}", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Hear(NoticeWay.Webhook, Tell(NoticeWay.Webhook), NoticeFate.Left);
        Happen("zoe", NoticeKind.HealthCheckFailed, "telegram.unreachable");

        var digest = Tell(NoticeWay.Webhook);

        Assert.Equal((PendingDigest.MostNamed + 1, PendingDigest.MostNamed, "zoe"), (digest.InTrouble, digest.Bots.Length, digest.Bots[0].BotId));
        Assert.Equal("bot-0000", digest.Bots[1].BotId);
    }

    [Fact]
    public void Way_ThatIsTakenAway_ForgetsWhatItHadToTell_AndANewOneBeginsWithWhatComes()
    {
        Happen("anna", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Tell(NoticeWay.Chat);

        _fleet = _fleet.By([NoticeWay.Webhook]);

        Assert.Null(_fleet.By([NoticeWay.Chat]).Ways[NoticeWay.Chat].Pending);
        Assert.False(_fleet.IsDue(NoticeWay.Webhook, _now.AddDays(1), Rules));
        Happen("bert", NoticeKind.ReplyFailed, "llm.timeout");
        Assert.Equal("1 bot in trouble: anna (telegram.unreachable); 1 message parked or refused.", Tell(NoticeWay.Webhook).Text);
    }

    [Fact]
    public void Answer_AboutAnotherDigest_ChangesNothing()
    {
        Happen("anna", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        var first = Tell(NoticeWay.Chat);
        Hear(NoticeWay.Chat, first, NoticeFate.TakenBack);
        var second = Tell(NoticeWay.Chat);

        Hear(NoticeWay.Chat, first, NoticeFate.Left);
        Hear(NoticeWay.Webhook, second, NoticeFate.Left);

        Assert.Equal(second.Id, PendingOf(NoticeWay.Chat)?.Id);
    }

    [Fact]
    public void State_SurvivesJson()
    {
        _fleet = _fleet.By([NoticeWay.Chat, NoticeWay.Webhook]);
        Happen("a-b", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Happen("ab", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        var digest = Tell(NoticeWay.Webhook);
        Happen("a_b", NoticeKind.ReplyFailed, "llm.timeout");

        var read = Stored();

        Assert.Equal(JsonSerializer.Serialize(_fleet), JsonSerializer.Serialize(read));
        Assert.Same(StringComparer.Ordinal, read.Standing.KeyComparer);
        Assert.Equal(digest.Id, read.Ways[NoticeWay.Webhook].Pending!.Id);
        Assert.Equal(1, read.Ways[NoticeWay.Chat].News.Failed);
    }

    private FleetNotices Stored() => JsonSerializer.Deserialize<FleetNotices>(JsonSerializer.Serialize(_fleet, JsonSerializerOptions.Web), JsonSerializerOptions.Web)!;

    private PendingDigest? PendingOf(NoticeWay way) => _fleet.Ways[way].Pending;

    private PendingDigest Tell(NoticeWay way)
    {
        _fleet = _fleet.Tell(way, _now);
        return PendingOf(way)!;
    }

    private void Hear(NoticeWay way, PendingDigest digest, NoticeFate fate) => _fleet = _fleet.Heard(way, digest.Id, fate, _now, digest.Pause(Rules));

    private void Happen(string bot, NoticeKind kind, string? code = null) => _fleet = _fleet.Collect(Fact(bot, kind, code), Own, _now, Rules);

    private NoticeFact Fact(string bot, NoticeKind kind, string? code) => new() { Seq = ++_seq, Bot = BotId.Parse(bot), Kind = kind, At = _now, Code = code };

    private void Pass(TimeSpan time)
    {
        for (var end = _now + time; _now < end; _now += TimeSpan.FromSeconds(1))
        {
            if (!_fleet.IsDue(NoticeWay.Chat, _now, Rules)) continue;
            var digest = Tell(NoticeWay.Chat);
            _told.Add(digest.Text);
            _toldIds.Add(digest.Id);
            Hear(NoticeWay.Chat, digest, NoticeFate.Left);
        }
    }
}
