using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Notices;

namespace MultiBot.Domain.Tests.Notices;

/// <summary>What an admin is told, word by word.</summary>
public sealed class BotNoticesTests
{
    private static readonly BotId Anna = BotId.Parse("anna");
    private static readonly ChatId Chat = new(100);
    private static readonly NoticeRules Rules = new();

    private readonly List<string> _told = [];
    private DateTimeOffset _now = new(2026, 11, 28, 10, 15, 0, TimeSpan.Zero);
    private BotNotices? _state;
    private long _seq;

    [Fact]
    public void Trouble_IsToldAfterAMoment_AndOnce()
    {
        Happen(NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Assert.Empty(_told);
        Pass(TimeSpan.FromSeconds(5));
        Pass(TimeSpan.FromHours(1));

        Assert.Equal(["anna: HealthCheckFailed at 10:15 UTC, telegram.unreachable."], _told);
    }

    [Fact]
    public void Storm_OfTenThousand_IsOneNotice()
    {
        for (var count = 0; count < 10_000; count++)
        {
            Happen(count % 2 == 0 ? NoticeKind.HealthCheckFailed : NoticeKind.ReplyFailed, "llm.timeout");
            _now += TimeSpan.FromTicks(TimeSpan.TicksPerMillisecond / 10);
        }

        Pass(TimeSpan.FromMinutes(14));

        Assert.Equal(["anna: HealthCheckFailed 5000 times since 10:15 UTC, last llm.timeout.\nReplyFailed 5000 times since 10:15 UTC, last llm.timeout."], _told);
    }

    [Fact]
    public void Trouble_ThatGoesOn_IsSaidToGoOnOnceAndThenWithItsEnd()
    {
        for (var minute = 0; minute < 60; minute++)
        {
            Happen(NoticeKind.HealthCheckFailed, "telegram.unreachable");
            Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, _told.Count);
        Assert.StartsWith("anna: HealthCheckFailed 15 times since 10:16 UTC", _told[1], StringComparison.Ordinal);

        Happen(NoticeKind.Started);
        Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(3, _told.Count);
        Assert.Equal("anna: HealthCheckFailed 44 times since 10:31 UTC, last telegram.unreachable.\nIt runs again since 11:15 UTC.", _told[2]);
    }

    [Fact]
    public void Trouble_OfAnotherKindMeanwhile_IsTold()
    {
        Happen(NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Pass(TimeSpan.FromMinutes(20));
        Happen(NoticeKind.HealthCheckFailed, "telegram.unreachable");
        Pass(TimeSpan.FromMinutes(20));
        Happen(NoticeKind.HealthCheckFailed, "telegram.other_poller");
        Pass(TimeSpan.FromMinutes(20));

        Assert.Equal(3, _told.Count);
        Assert.Contains("telegram.other_poller", _told[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Recovery_OfWhatWasNeverTrouble_IsNotTold()
    {
        Happen(NoticeKind.Started);
        Happen(NoticeKind.Stopped);
        Happen(NoticeKind.Started);
        Pass(TimeSpan.FromHours(1));

        Assert.Empty(_told);
        Assert.True(_state!.IsIdle(_now, Rules));
    }

    [Theory]
    [InlineData(NoticeKind.LoginRequired, null)]
    [InlineData(NoticeKind.HealthCheckFailed, BotStatus.Failed)]
    public void Bot_ThatCanSayNothing_SaysItOnceItCan(NoticeKind kind, BotStatus? status)
    {
        Happen(kind, "telegram.token_rejected", status);
        Pass(TimeSpan.FromMinutes(30));
        Assert.Empty(_told);

        Happen(NoticeKind.Started);
        Pass(TimeSpan.FromMinutes(1));

        Assert.Equal([$"anna: {kind} at 10:15 UTC, telegram.token_rejected.\nIt runs again since 10:45 UTC."], _told);
    }

    [Fact]
    public void OldEvents_AreSummedUp_AndVeryOldOnesLeftOut()
    {
        Happen(NoticeKind.ReplyFailed, "llm.timeout", age: TimeSpan.FromDays(2));
        Happen(NoticeKind.HealthCheckFailed, "telegram.unreachable", age: TimeSpan.FromHours(3));
        Happen(NoticeKind.HealthCheckFailed, "telegram.timed_out", age: TimeSpan.FromHours(2));
        Happen(NoticeKind.Started, age: TimeSpan.FromHours(1.5));
        Happen(NoticeKind.ReplyFailed, "llm.busy");
        Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(
            ["anna: Earlier, from 07:15 UTC to 08:45 UTC: HealthCheckFailed 2 times, last telegram.timed_out; it ran again.\nReplyFailed at 10:15 UTC, llm.busy."],
            _told);
    }

    [Fact]
    public void OurOwnRefusedMessages_AreNotToldInTheChatThatRefusesThem()
    {
        Happen(NoticeKind.ReplyFailed, "llm.busy");
        Pass(TimeSpan.FromMinutes(20));
        Happen(NoticeKind.ReplyFailed, "telegram.forbidden", chat: Chat);
        Pass(TimeSpan.FromMinutes(20));

        Assert.Single(_told);
    }

    [Fact]
    public void Bot_ThatIsRemoved_IsForgotten()
    {
        Happen(NoticeKind.ReplyFailed, "llm.busy");
        Happen(NoticeKind.Removed);

        Assert.Null(_state);
    }

    [Fact]
    public void NoInterval_IsNoNotices()
    {
        var state = new BotNotices { Bot = Anna }.Collect(Fact(NoticeKind.ReplyFailed, "llm.busy"), _now, Rules);

        Assert.False(state!.IsDue(_now.AddHours(1), Rules with { Every = TimeSpan.Zero }));
    }

    [Fact]
    public void Chat_ThatWantsNothing_IsLeftAloneForAnInterval()
    {
        var state = new BotNotices { Bot = Anna }.Collect(Fact(NoticeKind.ReplyFailed, "llm.busy"), _now, Rules)!.Tell(Chat, _now);
        state = state.Heard(state.Pending!.Id, NoticeFate.Unwanted, _now, Rules).Collect(Fact(NoticeKind.ReplyFailed, "llm.busy"), _now, Rules)!;

        Assert.False(state.IsDue(_now.AddMinutes(14), Rules));
        Assert.True(state.IsDue(_now.AddMinutes(15), Rules));
    }

    [Fact]
    public void Questions_AreToldWithTheirChats()
    {
        foreach (var chat in new[] { 42, 43, 42 })
        {
            var logged = new LoggedEvent(++_seq, new DomainEvent { Type = EventTypes.OperatorAsked, Bot = Anna, Chat = new ChatId(chat), At = _now, Data = """{"turn":3,"questions":1}""" });
            _state = (_state ?? new BotNotices { Bot = Anna }).Collect(NoticeFact.Of(logged, TimeSpan.Zero)!, _now, Rules);
        }

        Pass(TimeSpan.FromMinutes(1));
        Happen(NoticeKind.OperatorAsked, "chat 7");
        Pass(TimeSpan.FromMinutes(20));

        Assert.Equal(["anna: OperatorAsked 3 times since 10:15 UTC, chat 42, chat 43.", "anna: OperatorAsked at 10:16 UTC, chat 7."], _told);
    }

    [Theory]
    [InlineData(EventTypes.FloodWaited, """{"status":"floodWaited","code":"telegram.flood","waitSeconds":30}""", null)]
    [InlineData(EventTypes.FloodWaited, """{"status":"floodWaited","code":"telegram.flood","waitSeconds":60}""", NoticeKind.FloodWaited)]
    [InlineData(EventTypes.FloodWaited, """{"status":"floodWaited","code":"telegram.flood"}""", null)]
    [InlineData(EventTypes.HealthCheckFailed, """{"status":"conflict","code":"telegram.other_poller"}""", NoticeKind.HealthCheckFailed)]
    [InlineData(EventTypes.MessageSent, """{"messageId":1}""", null)]
    public void Facts_AreWhatSomebodyHasToBeTold(string type, string data, NoticeKind? kind)
    {
        var logged = new LoggedEvent(7, new DomainEvent { Type = type, Bot = Anna, At = _now, Data = data });

        Assert.Equal(kind, NoticeFact.Of(logged, TimeSpan.FromMinutes(1))?.Kind);
    }

    [Fact]
    public void Ids_AreTheSameForTheSame_AndDifferForAnythingElse()
    {
        Assert.Equal(NoticeId.Of("anna", 7, 0), NoticeId.Of("anna", 7, 0));
        Assert.Equal(4, new[] { NoticeId.Of("anna", 7, 0), NoticeId.Of("anna", 8, 0), NoticeId.Of("anna", 7, 1), NoticeId.Of("bert", 7, 0) }.Distinct().Count());
        Assert.Equal(8, NoticeId.Of("anna", 7, 0).Version);
    }

    private void Happen(NoticeKind kind, string? code = null, BotStatus? status = null, TimeSpan age = default, ChatId? chat = null) =>
        _state = (_state ?? new BotNotices { Bot = Anna }).Collect(Fact(kind, code, status, age, chat), _now, Rules);

    private NoticeFact Fact(NoticeKind kind, string? code = null, BotStatus? status = null, TimeSpan age = default, ChatId? chat = null) =>
        new() { Seq = ++_seq, Bot = Anna, Kind = kind, At = _now - age, Code = code, Status = status, Chat = chat };

    /// <summary>A sign of life each second; what is told leaves at once.</summary>
    private void Pass(TimeSpan time)
    {
        for (var end = _now + time; _now < end; _now += TimeSpan.FromSeconds(1))
        {
            if (_state?.IsDue(_now, Rules) is not true) continue;
            _state = _state.Tell(Chat, _now);
            _told.Add(_state.Pending!.Text);
            _state = _state.Heard(_state.Pending.Id, NoticeFate.Left, _now, Rules);
        }
    }
}
