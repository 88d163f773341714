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
    private DateTimeOffset _now = new(2026, 11, 28, 10, 15, 0, TimeSpan.Zero);
    private FleetNotices _fleet = new();
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
    public void OurOwnRefusedDigests_AreNotTold()
    {
        _fleet = _fleet.Collect(Fact("warden", NoticeKind.ReplyFailed, "telegram.forbidden") with { Chat = Own.Chat }, Own, _now, Rules);
        Pass(TimeSpan.FromMinutes(10));

        Assert.Empty(_told);
    }

    [Fact]
    public void Digest_ThatNobodyGot_IsToldWithTheNext()
    {
        Happen("anna", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Happen("bert", NoticeKind.ReplyFailed, "llm.timeout");
        _now += Rules.Collect;
        _fleet = _fleet.Tell([NoticeWay.Chat, NoticeWay.Webhook], _now);
        var first = _fleet.Pending!.Id;
        Happen("bert", NoticeKind.ReplyFailed, "llm.timeout");
        foreach (var way in Enum.GetValues<NoticeWay>()) _fleet = _fleet.Heard(first, way, NoticeFate.TakenBack, _now, Rules);
        Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(["1 bot in trouble: anna (telegram.unreachable); 2 messages parked or refused."], _told);
    }

    [Fact]
    public void Digest_ThatWentOneWay_IsTold_AndAnotherWaitsForBoth()
    {
        Happen("anna", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        _fleet = _fleet.Tell([NoticeWay.Chat, NoticeWay.Webhook], _now);
        var id = _fleet.Pending!.Id;
        _fleet = _fleet.Heard(id, NoticeWay.Chat, NoticeFate.Left, _now, Rules);
        Happen("bert", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Assert.False(_fleet.IsDue(_now.AddHours(1), Rules));

        _fleet = _fleet.Heard(id, NoticeWay.Webhook, NoticeFate.TakenBack, _now, Rules);

        Assert.Null(_fleet.Pending);
        Assert.Equal("bert", Assert.Single(_fleet.News.Troubled));
        Assert.True(_fleet.IsDue(_now.AddMinutes(5), Rules));
    }

    [Fact]
    public void State_SurvivesJson()
    {
        Happen("a-b", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Happen("ab", NoticeKind.HealthCheckFailed, "telegram.unreachable");
        _fleet = _fleet.Tell([NoticeWay.Chat], _now);
        Happen("a_b", NoticeKind.ReplyFailed, "llm.timeout");

        var read = JsonSerializer.Deserialize<FleetNotices>(JsonSerializer.Serialize(_fleet, JsonSerializerOptions.Web), JsonSerializerOptions.Web)!;

        Assert.Equal(JsonSerializer.Serialize(_fleet), JsonSerializer.Serialize(read));
        Assert.Same(StringComparer.Ordinal, read.Standing.KeyComparer);
        Assert.Equal(_fleet.Pending!.Id, read.Pending!.Id);
    }

    private void Happen(string bot, NoticeKind kind, string? code = null) => _fleet = _fleet.Collect(Fact(bot, kind, code), Own, _now, Rules);

    private NoticeFact Fact(string bot, NoticeKind kind, string? code) => new() { Seq = ++_seq, Bot = BotId.Parse(bot), Kind = kind, At = _now, Code = code };

    private void Pass(TimeSpan time)
    {
        for (var end = _now + time; _now < end; _now += TimeSpan.FromSeconds(1))
        {
            if (!_fleet.IsDue(_now, Rules)) continue;
            _fleet = _fleet.Tell([NoticeWay.Chat], _now);
            _told.Add(_fleet.Pending!.Text);
            _fleet = _fleet.Heard(_fleet.Pending.Id, NoticeWay.Chat, NoticeFate.Left, _now, Rules);
        }
    }
}
