using System.Text.Json;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Events;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>What a model asked for while it wrote: with the turn, once, or not at all.</summary>
public abstract class ToolContract : StoreContract
{
    private const string Secret = "Zwiebelkuchen";

    private static readonly ContactMemory Learned = new() { Facts = [new Fact("food", $"Likes {Secret}", DateTimeOffset.UnixEpoch, MemorySource.Tool)] };

    private static readonly ToolRecord[] Calls =
    [
        new("remember", $$"""{"topic":"food","text":"Likes {{Secret}}"}""", "Noted.", Done: true),
        new("writeAgain", "no JSON", "Refused: …", Done: false, ToolReasons.Refused),
    ];

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(Store.Clock.GetUtcNow().ToUnixTimeSeconds());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_WithCalls_LearnsPlansAsksAndRecordsOnce(bool sealMessages)
    {
        var bot = await TestBot.RegisterAsync(Store, "anna", sealMessages);
        await bot.HearAsync(1);
        var turn = await TurnAsync(bot, questions: 2);

        await bot.AcceptedAsync(turn);
        var committed = await bot.AcceptedAsync(turn);

        var chat = await bot.LoadAsync();
        Assert.Equal((1L, 0L), (chat.Memory.Revision, chat.Memory.AnalyzedMessages));
        Assert.Equal(Learned.Facts, chat.Memory.Memory.Facts);
        Assert.Equal((1L, turn.Plan!.Pending, new TurnBasis(chat.Version, chat.Turn)), (chat.Initiative.Revision, chat.Initiative.Pending, chat.Initiative.PlannedFor));
        Assert.Equal(turn.Plan.Pending, await Store.Queries.FindPlanAsync(new ChatKey(bot.Id, TestBot.Chat), Cancellation));
        Assert.Equal(FormattableString.Invariant($$"""{"turn":{{committed.Turn}},"questions":2}"""), Assert.Single(await bot.EventsAsync(EventTypes.OperatorAsked)).Data);

        var decisions = await DecisionsAsync(bot);
        Assert.Equal([DecisionKind.Planned, DecisionKind.Answered], decisions.Select(decision => decision.Kind));
        Assert.Null(decisions[0].Calls);
        using var calls = JsonDocument.Parse(decisions[1].Calls!);
        Assert.Equal(["remember", "writeAgain"], calls.RootElement.EnumerateArray().Select(call => call.GetProperty("tool").GetString()));
        Assert.Equal($"Likes {Secret}", calls.RootElement[0].GetProperty("arguments").GetProperty("text").GetString());
        Assert.Equal(("no JSON", "tool.refused"), (calls.RootElement[1].GetProperty("arguments").GetString(), calls.RootElement[1].GetProperty("reason").GetString()));
        Assert.Equal(!sealMessages, await Store.ContainsAsync(Secret));
    }

    [Fact]
    public async Task Turn_WhoseMemoryOrPlanIsAnotherByNow_DoesNothingAtAll()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var turn = await TurnAsync(bot, questions: 1);
        await bot.AcceptedAsync(new MemorySlice
        {
            Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid(), Basis = 0, Memory = ContactMemory.Empty with { Summary = "analysed" }, AnalyzedMessages = 1,
        });

        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(turn));
        var known = turn with { Memory = turn.Memory! with { Basis = 1 } };
        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(known with { Plan = turn.Plan! with { Revision = 4 } }));
        await AssertUntouchedAsync(bot, revision: 1);

        await bot.AcceptedAsync(known);
        Assert.Equal((2L, Learned.Facts.Length), ((await bot.LoadAsync()).Memory.Revision, (await bot.LoadAsync()).Memory.Memory.Facts.Length));
    }

    [Fact]
    public async Task Turn_ThatIsStale_DoesNothingAtAll()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var turn = await TurnAsync(bot, questions: 1);
        await bot.HearAsync(2);

        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(turn));
        Assert.IsType<SliceAnswer<TurnCommitted>.Stale>(await bot.CommitAsync(turn with { Epoch = bot.Epoch - 1 }));

        await AssertUntouchedAsync(bot, revision: 0);
    }

    [Fact]
    public async Task Turn_ThatNobodyAskedFor_TakesItsPlanAndMakesTheNext()
    {
        var bot = await BotAsync();
        await bot.AnswerAsync(1, "hello");
        await PlanAsync(bot, Now, about: "the exam");
        var turn = await TurnAsync(bot);
        var unasked = turn with
        {
            ExpiresAt = Now.AddMinutes(10),
            Initiative = new InitiativeClaim { Revision = 1, Unanswered = 1, Day = new DayTally(new DateOnly(2026, 3, 4), 1), BotDay = new DateOnly(2026, 3, 4), MaxPerBotAndDay = 5 },
            Plan = turn.Plan! with { Revision = 2 },
        };
        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(unasked with { Memory = turn.Memory! with { Basis = 3 } }));
        Assert.Equal((1L, 0), ((await bot.LoadAsync()).Initiative.Revision, (await bot.LoadAsync()).Initiative.BotDay.Count));

        await bot.AcceptedAsync(unasked);

        var after = (await bot.LoadAsync()).Initiative;
        Assert.Equal((3L, 1, unasked.Plan.Pending.DueAt), (after.Revision, after.Unanswered, after.Pending!.DueAt));
    }

    [Fact]
    public async Task About_GoesWithItsPlan()
    {
        var bot = await BotAsync();
        await bot.AnswerAsync(1, "hello");
        await PlanAsync(bot, Now.AddHours(1), about: Secret);
        Assert.Equal(Secret, (await bot.LoadAsync()).Initiative.Pending!.About);

        await PlanAsync(bot, Now.AddHours(2), about: null);

        Assert.Null((await bot.LoadAsync()).Initiative.Pending!.About);
        Assert.False(await Store.ContainsAsync(Secret));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Words_OfAVoiceMessage_StandWithItFromTheTurnOn(bool sealMessages)
    {
        var bot = await TestBot.RegisterAsync(Store, "anna", sealMessages);
        var voice = new MessageDetails { FileId = "f1", Seconds = 12 };
        await bot.ReceiveAsync(bot.Message(1, "see?") with { Kind = MessageKind.Voice, Details = voice }, bot.Message(2, "plain"));
        var heard = (await bot.LoadAsync()).Unanswered[0];
        var turn = await bot.ReplyAsync(new TurnPart("Well.", SendNow: false));
        turn = turn with { Transcripts = [new Transcription(heard.Id, heard.Text, voice with { Transcript = $"I bake {Secret}" })] };

        await bot.AcceptedAsync(turn);
        await bot.AcceptedAsync(turn);

        var line = (await bot.LoadAsync()).History[0];
        Assert.Equal((MessageKind.Voice, "see?", voice with { Transcript = $"I bake {Secret}" }), (line.Kind, line.Text, line.Details!));
        Assert.Equal([$"I bake {Secret}", null], (await bot.MessagesAsync()).Where(item => !item.Outgoing).Select(item => item.Transcript));
        var held = (await Store.Queries.ListHeldAsync(new ChatKey(bot.Id, TestBot.Chat), null, 100, Cancellation)).Items[0];
        Assert.Equal($$"""{"fileId":"f1","seconds":12,"transcript":"I bake {{Secret}}"}""", held.Details);
        Assert.Equal(!sealMessages, await Store.ContainsAsync(Secret));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Words_ThatWereHeard_AreFoundByTheirMessage_EditedOrNot(bool sealMessages)
    {
        var bot = await TestBot.RegisterAsync(Store, "anna", sealMessages);
        var (voice, key) = (new MessageDetails { FileId = "f1", Seconds = 12 }, new ChatKey(bot.Id, TestBot.Chat));
        await bot.ReceiveAsync(bot.Message(1) with { Kind = MessageKind.Voice, Details = voice with { Transcript = "first" } }, bot.Message(2) with { Kind = MessageKind.Voice, Details = voice });
        Assert.Equal(["first", null, null], [await FindAsync(1), await FindAsync(2), await FindAsync(3)]);

        await bot.ReceiveAsync(bot.Edit(1, "look") with { Kind = MessageKind.Voice, Details = voice });
        Assert.Equal("first", await FindAsync(1));
        await bot.ReceiveAsync(bot.Edit(1, "look!", second: 2) with { Kind = MessageKind.Voice, Details = voice with { Transcript = "second" } });
        Assert.Equal("second", await FindAsync(1));

        Task<string?> FindAsync(long source) => Store.Conversations.ReadTranscriptAsync(key, source, Cancellation);
    }

    [Fact]
    public async Task Words_OfAMessageThatWasEdited_StandWithTheEditThatIsShown()
    {
        var bot = await BotAsync();
        var voice = new MessageDetails { FileId = "f1", Seconds = 12 };
        await bot.ReceiveAsync(bot.Message(1, "see?") with { Kind = MessageKind.Voice, Details = voice });
        await bot.ReceiveAsync(bot.Edit(1, "look!") with { Kind = MessageKind.Voice, Details = voice });
        var heard = (await bot.LoadAsync()).Unanswered.Single();

        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("Well.", SendNow: false)) with
        {
            Transcripts = [new Transcription(heard.Id, heard.Text, heard.Details! with { Transcript = "hello" })],
        });

        var line = (await bot.LoadAsync()).History[0];
        Assert.Equal(("look!", "hello"), (line.Text, line.Details!.Transcript));
        var held = (await Store.Queries.ListHeldAsync(new ChatKey(bot.Id, TestBot.Chat), null, 100, Cancellation)).Items;
        Assert.Equal("see?", Assert.Single(held, item => !item.IsEdit && !item.Outgoing).Text);
    }

    [Fact]
    public async Task Erasure_LeavesNothingOfThem()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        await bot.AcceptedAsync(await TurnAsync(bot, questions: 1));
        Assert.True(await Store.ContainsAsync(Secret));

        await bot.AcceptedAsync(new EraseSlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid() });

        Assert.False(await Store.ContainsAsync(Secret), "What a model called with is still in the database.");
        Assert.Null(await Store.Queries.FindPlanAsync(new ChatKey(bot.Id, TestBot.Chat), Cancellation));
        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(await TurnAsync(bot)));
    }

    private async Task AssertUntouchedAsync(TestBot bot, long revision)
    {
        var chat = await bot.LoadAsync();
        Assert.Equal((revision, 0, 0L), (chat.Memory.Revision, chat.Memory.Memory.Facts.Length, chat.Initiative.Revision));
        Assert.Empty(await DecisionsAsync(bot));
        Assert.Empty(await bot.EventsAsync(EventTypes.OperatorAsked));
        Assert.NotEmpty(chat.Unanswered);
    }

    private async Task<TurnSlice> TurnAsync(TestBot bot, int questions = 0)
    {
        var reply = await bot.ReplyAsync(new TurnPart("Well.", SendNow: false));
        var due = Now.AddHours(20);
        return reply with
        {
            Decision = new Decision { Kind = DecisionKind.Answered, Reason = "reply.written", Calls = Calls },
            Memory = new TurnMemory { Basis = 0, Memory = Learned, AnalyzedMessages = 0 },
            Plan = new TurnPlan
            {
                Revision = 0,
                Pending = new PendingAction
                {
                    Kind = AutonomyKind.Arranged, DueAt = due, PlannedAt = due, Basis = reply.Basis! with { Turn = reply.Basis.Turn + 1 }, About = $"the {Secret}",
                },
                Decision = new Decision { Kind = DecisionKind.Planned, Reason = "autonomy.arranged" },
            },
            Questions = questions,
        };
    }

    private async Task PlanAsync(TestBot bot, DateTimeOffset due, string? about)
    {
        var chat = await bot.LoadAsync();
        var basis = new TurnBasis(chat.Version, chat.Turn);
        await bot.AcceptedAsync(new InitiativeSlice
        {
            Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid(), Revision = chat.Initiative.Revision, For = basis,
            Pending = new PendingAction { Kind = AutonomyKind.Arranged, DueAt = due, PlannedAt = due, Basis = basis, About = about },
            Decision = new Decision { Kind = DecisionKind.Planned, Reason = "autonomy.arranged" },
        });
    }

    private async Task<DecisionItem[]> DecisionsAsync(TestBot bot) =>
        (await Store.Queries.ListDecisionsAsync(bot.Id, TestBot.Chat, after: null, 100, Cancellation)).Items;
}
