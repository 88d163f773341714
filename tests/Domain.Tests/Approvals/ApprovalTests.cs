using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Domain.Tests.Conversations;
using Schedule = MultiBot.Domain.Schedules.Schedule;

namespace MultiBot.Domain.Tests.Approvals;

public sealed class ApprovalTests
{
    private static readonly DateTimeOffset Now = TestChat.Start;
    private static readonly ConversationRules Rules = new() { Disclosure = "I am an AI.", MaxTextLength = 20 };

    [Fact]
    public void Approval_IsTheTurnThatWouldHaveBeenWithTheFirstMessagesDisclosure()
    {
        var turn = Say(Chat(), Draft()).Approve(null, Guid.Empty).Value!;

        Assert.Equal(["I am an AI.", "Hello, Kim."], turn.Parts.Select(part => part.Text));
        Assert.All(turn.Parts, part => Assert.False(part.SendNow));
        Assert.Equal((new TurnBasis(4, 2), 9L, 3L, Author.Persona, true), (turn.Basis, turn.AnsweredUpTo, turn.Epoch, turn.By, turn.Discloses));
        Assert.Equal((new DraftSettlement(42, DraftState.Approved), Now.AddHours(1)), (turn.Draft, turn.ExpiresAt));
        Assert.Equal((DecisionKind.Answered, "draft.approved", 42L, 9L, 1), (turn.Decision!.Kind, turn.Decision.Reason, turn.Decision.Inputs.DraftId, turn.Decision.Inputs.MessageId, turn.Decision.Inputs.Messages));
        Assert.Empty(turn.Marks);
    }

    [Fact]
    public void Wording_OfTheOperator_IsSentInItsPlaceAndToldAsEdited()
    {
        var turn = Say(Chat() with { Disclosed = true, Unanswered = [TestChat.Message(9, requeued: true)] }, Draft()).Approve("By hand.", Guid.Empty).Value!;

        Assert.Equal(("By hand.", false, "draft.edited", Author.Persona), (turn.Parts.Single().Text, turn.Discloses, turn.Decision!.Reason, turn.By));
        Assert.Equal([new InboxMark(9, InboxState.Answered)], turn.Marks);
        Assert.Equal("draft.approved", Say(Chat(), Draft()).Approve(Draft().Text, Guid.Empty).Value!.Decision!.Reason);
    }

    [Fact]
    public void Group_IsAnsweredWhereItAsked_AndTheReplyCountsForWhoAsked()
    {
        var asked = TestChat.Message(9) with { SourceId = 77, Details = new MessageDetails { AuthorId = 7, AddressesBot = true } };
        var chat = Chat() with { Key = new ChatKey(BotId.Parse("anna"), new ChatId(-5)), Unanswered = [asked] };

        var turn = Say(chat, Draft()).Approve(null, Guid.Empty).Value!;

        Assert.All(turn.Parts, part => Assert.Equal(77, part.ReplyTo));
        Assert.Equal([7], turn.Decision!.Inputs.Authors!);
        Assert.Equal("draft.unwelcome", Say(chat with { Unwelcome = [7] }, Draft()).Approve(null, Guid.Empty).Problem!.Code);
        Assert.Equal("draft.unwelcome", Say(Chat() with { DoNotContact = true }, Draft()).Approve(null, Guid.Empty).Problem!.Code);
    }

    [Fact]
    public void Rejection_LeavesTheMessagesIgnored()
    {
        var turn = Say(Chat(), Draft()).Reject(Guid.Empty);

        Assert.Empty(turn.Parts);
        Assert.Equal([new InboxMark(9, InboxState.Ignored)], turn.Marks);
        Assert.Equal((9L, "draft.rejected", DecisionKind.Silent, DraftState.Rejected), (turn.AnsweredUpTo, turn.FailureCode, turn.Decision!.Kind, turn.Draft!.State));
    }

    [Fact]
    public void Rejection_ForAnother_SettlesTheDraftOnly()
    {
        var settle = Say(Chat(), Draft()).RejectForAnother();
        Assert.Equal((new DraftSettlement(42, DraftState.Rejected), DecisionKind.Withdrawn, "draft.again"), (settle.Draft, settle.Decision!.Kind, settle.Decision.Reason));
    }

    [Fact]
    public void Draft_ThatIsOver_SaysWhy()
    {
        Assert.Null(Say(Chat(), Draft()).Closed());
        Assert.Equal("draft.superseded", Say(Chat() with { Version = 5 }, Draft()).Closed()!.Code);
        Assert.Equal("draft.superseded", Say(Chat() with { Turn = 3 }, Draft()).Closed()!.Code);
        Assert.Equal("draft.superseded", Say(Chat(), Draft() with { State = DraftState.Superseded }).Closed()!.Code);
        Assert.Equal("draft.expired", Say(Chat(), Draft() with { ExpiresAt = Now }).Closed()!.Code);
        Assert.Equal("draft.expired", Say(Chat(), Draft() with { State = DraftState.Expired }).Closed()!.Code);
        Assert.Equal("draft.settled", Say(Chat(), Draft() with { State = DraftState.Rejected }).Closed()!.Code);
        Assert.Equal("draft.settled", Say(Chat(), Draft() with { State = DraftState.Approved }).Closed()!.Code);
    }

    [Fact]
    public void Unasked_WhenApprovedLongAfterItWasDue_TakesItsPlan()
    {
        var turn = Say(Planned(), Unasked()).Approve(null, Guid.Empty).Value!;

        Assert.Equal((7L, 1, 3, null), (turn.Initiative!.Revision, turn.Initiative.Unanswered, turn.Initiative.MaxPerBotAndDay, turn.AnsweredUpTo));
        Assert.Equal((DecisionKind.WroteFirst, "draft.approved", "followUp"), (turn.Decision!.Kind, turn.Decision.Reason, turn.Decision.Inputs.Action));
    }

    [Fact]
    public void Unasked_WhenTheRulesSayNo_IsRefusedWithTheirReason()
    {
        var full = Planned() with { Initiative = Planned().Initiative with { BotDay = new DayTally(DateOnly.FromDateTime(Now.Date), 3) } };
        var refused = Say(full, Unasked()).Approve(null, Guid.Empty).Problem!;
        Assert.Equal("draft.not_now", refused.Code);
        Assert.Contains("autonomy.bot_cap", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Unasked_WhenRejected_LeavesItsPlanOffOrHasItDueOnceMore()
    {
        var off = Say(Planned(), Unasked()).RejectUnasked(again: false, Guid.Empty);
        Assert.Equal((null, 7L, DecisionKind.LeftOff, "draft.rejected", DraftState.Rejected), (off.Pending, off.Revision, off.Decision.Kind, off.Decision.Reason, off.Draft!.State));
        var again = Say(Planned(), Unasked()).RejectUnasked(again: true, Guid.Empty);
        Assert.Equal((Now, DecisionKind.Withdrawn), (again.Pending!.DueAt, again.Decision.Kind));
    }

    private static Approval Say(ChatSnapshot chat, DraftItem draft) => new(chat, draft, Rules with
    {
        Autonomy = new AutonomyRules
        {
            Enabled = true, Windows = Schedule.Of(new WeekWindows { Workdays = ["00:00-24:00"], Weekends = ["00:00-24:00"] }, TimeZoneInfo.Utc), PersonaZone = TimeZoneInfo.Utc,
            FollowUpProbability = 1, FollowUpMaxAge = TimeSpan.FromHours(48), MaxPerDay = 2, MaxPerBotAndDay = 3,
        },
    }, epoch: 3, Now);

    private static ChatSnapshot Chat() => TestChat.Snapshot(4) with { Turn = 2, Unanswered = [TestChat.Message(9)] };

    private static ChatSnapshot Planned() => Chat() with
    {
        Unanswered = [],
        Initiative = new StoredInitiative
        {
            Revision = 7, LastIn = Now.AddHours(-5), LastOut = Now.AddHours(-5),
            Pending = new PendingAction { Kind = AutonomyKind.FollowUp, DueAt = Now.AddMinutes(-50), PlannedAt = Now.AddHours(-5), Basis = new TurnBasis(4, 2) },
        },
    };

    private static DraftItem Draft() => new()
    {
        Id = 42, ChatId = TestChat.Key.Chat, State = DraftState.Waiting, Text = "Hello, Kim.", At = Now.AddMinutes(-1), ExpiresAt = Now.AddHours(1), Answers = [9], Version = 4, Turn = 2,
    };

    private static DraftItem Unasked() => Draft() with { Answers = [], Unasked = AutonomyKind.FollowUp };
}
