using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>What is kept of groups: who wrote what, who has opted out, and where a group went.</summary>
public abstract class GroupContract : StoreContract
{
    private const long Ann = 71;
    private const long Bob = 72;
    private static readonly ChatId Group = new(-500);
    private static readonly ChatId Supergroup = new(-1_000_000_000_500);
    private static readonly SystemAnswers Answers = new("Bye.", "Private.") { AuthorOptedOut = "Not to you any more.", GroupPrivacy = "In groups …" };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Authors_AreKeptWithTheirMessages_WhereverTheyAreRead(bool isSealed)
    {
        var bot = await BotAsync(sealMessages: isSealed);

        var advance = (await bot.ReceiveAsync(By(bot, Ann, 1), By(bot, Bob, 2))).Chats.Single();

        Assert.Equal([Ann, Bob], advance.Messages.Select(message => message.Details!.AuthorId!.Value));
        var chat = await bot.LoadAsync(chat: Group);
        Assert.Equal(("Friends", "[Ann71, Ann72]"), (chat.ContactName, $"[{string.Join(", ", chat.Unanswered.Select(message => message.Details!.AuthorName))}]"));
        await bot.AcceptedAsync(Turn(bot, chat, new TurnPart("Hello.", false)));
        Assert.Equal([Ann, Bob], (await bot.LoadAsync(chat: Group)).History.Select(line => line.Details?.AuthorId).OfType<long>());
        Assert.Equal([(Ann, "Ann71"), (Bob, "Ann72")], (await bot.MessagesAsync(Group)).Where(item => !item.Outgoing).Select(item => (item.AuthorId!.Value, item.AuthorName!)));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Reply_KnowsWhichMessageItAnswers_FromTheTurnToTheClaim(bool isSealed, bool withEntities)
    {
        var bot = await BotAsync(sealMessages: isSealed);
        await bot.ReceiveAsync(By(bot, Ann, 1));
        TextEntity[] entities = withEntities ? [new TextEntity { Kind = TextEntityKind.Bold, Offset = 0, Length = 5 }] : [];
        const long target = (1L << 32) + 77;

        var row = (await bot.AcceptedAsync(Turn(bot, await bot.LoadAsync(chat: Group), new TurnPart("Hello.", false) { ReplyTo = target, Entities = entities }))).Rows.Single();

        Assert.Equal((target, "Hello."), (row.ReplyTo, row.Text));
        var open = (await bot.LoadAsync(chat: Group)).Open.Single();
        Assert.Equal((target, "Hello."), (open.ReplyTo, open.Text));
        Assert.Equal(entities, open.Entities);
        var claimed = await bot.AcceptedAsync(bot.Claim(open) with { Chat = Group });
        Assert.Equal((target, null), (claimed.Row.ReplyTo, claimed.Refused));
        Assert.Contains(await bot.MessagesAsync(Group), item => item is { Outgoing: true, Text: "Hello." });
    }

    [Fact]
    public async Task OptOut_OfAnAuthor_IsTheirs_AndTheGroupGoesOn()
    {
        var bot = await BotAsync();
        await bot.ReceiveAsync(By(bot, Bob, 1));
        var stop = new ReceiveSlice
        {
            Bot = bot.Id, Epoch = bot.Epoch, Answers = Answers,
            Batch = new UpdateBatch
            {
                Cursor = 9,
                Updates = [By(bot, Ann, 2) with { Text = "/stop", Intent = Intent.AuthorOptOut }, new AuthorOptedOut { Chat = new ChatId(Ann), Group = Group, SourceId = 2 }],
            },
        };

        var received = await bot.AcceptedAsync(stop);
        await bot.AcceptedAsync(stop);

        Assert.True(received.Chats.Single(chat => chat.Chat == Group).Reload);
        var group = await bot.LoadAsync(chat: Group);
        var row = Assert.Single(group.Open);
        Assert.Equal((ChatMode.Persona, "Not to you any more.", (long?)2, Author.Notice), (group.Mode, row.Text, row.ReplyTo, row.By));
        Assert.Equal([1L], group.Unanswered.Select(message => message.SourceId));
        Assert.Equal(ChatMode.OptedOut, (await bot.LoadAsync(chat: new ChatId(Ann))).Mode);
        Assert.Equal([new ChatId(Ann)], await UnwelcomeAsync(bot, Group.Value, Ann, Bob));

        // The same update once more, after they have begun anew.
        await bot.ReceiveAsync(bot.Message(5, "/start", new ChatId(Ann), Intent.OptIn));
        await bot.AcceptedAsync(stop);
        Assert.Equal(ChatMode.Persona, (await bot.LoadAsync(chat: new ChatId(Ann))).Mode);
    }

    [Fact]
    public async Task OptOut_InTheNameOfTheGroup_IsTheGroups()
    {
        var bot = await BotAsync();
        await bot.ReceiveAsync(By(bot, Bob, 1));

        await bot.ReceiveAsync(By(bot, Group.Value, 2) with { Intent = Intent.OptOut });

        Assert.Equal(ChatMode.OptedOut, (await bot.LoadAsync(chat: Group)).Mode);
        Assert.Equal([Group], await UnwelcomeAsync(bot, Group.Value, Bob));
    }

    [Fact]
    public async Task Unwelcome_IsWhoStandsOnTheListOfThoseNobodyMayWriteTo()
    {
        var bot = await BotAsync();
        await Store.DoNotContact.PutAsync(new ChatId(Bob), null, null, Cancellation);
        await Store.DoNotContact.PutAsync(new ChatId(Ann), null, Store.Clock.GetUtcNow().AddMinutes(-1), Cancellation);

        Assert.Equal([new ChatId(Bob)], await UnwelcomeAsync(bot, Ann, Bob));
        Assert.Empty(await UnwelcomeAsync(bot));
    }

    [Fact]
    public async Task Privacy_InAGroup_IsAnsweredToWhoAsked()
    {
        var bot = await BotAsync();

        await bot.AcceptedAsync(bot.Batch(By(bot, Ann, 4) with { Text = "/privacy", Intent = Intent.Privacy }) with { Answers = Answers });

        var row = (await bot.LoadAsync(chat: Group)).Open.Single();
        Assert.Equal(("In groups …", (long?)4), (row.Text, row.ReplyTo));
    }

    [Fact]
    public async Task Edit_OfAMessageThatWasNotStored_LeavesNothing()
    {
        var bot = await BotAsync();
        await bot.ReceiveAsync(By(bot, Ann, 1));

        await bot.ReceiveAsync(Edit(2, "secret"), Edit(1, "better"));
        await bot.ReceiveAsync(By(bot, Ann, 2));

        Assert.Equal(["better", "hi"], (await bot.LoadAsync(chat: Group)).Unanswered.Select(message => message.Text));
        Assert.Equal(3, (await Store.Queries.ListHeldAsync(new ChatKey(bot.Id, Group), null, 9, Cancellation)).Items.Length);

        static MessageEdited Edit(long source, string text) => new() { Chat = Group, SourceId = source, Text = text, EditedAt = DateTimeOffset.UnixEpoch.AddDays(20_000), OnlyIfKnown = true };
    }

    [Fact]
    public async Task Silence_ForOneOfThem_LeavesTheOthersWaiting()
    {
        var bot = await BotAsync();
        await bot.ReceiveAsync(By(bot, Ann, 1), By(bot, Bob, 2), By(bot, Ann, 3));
        var chat = await bot.LoadAsync(chat: Group);
        long[] anns = [.. chat.Unanswered.Where(message => message.Details!.AuthorId == Ann).Select(message => message.Id)];

        await bot.AcceptedAsync(Turn(bot, chat) with { AnsweredUpTo = null, Marks = [.. anns.Select(id => new InboxMark(id, InboxState.Ignored))], FailureCode = "reply.person_cap" });

        chat = await bot.LoadAsync(chat: Group);
        Assert.Equal([Bob], chat.Unanswered.Select(message => message.Details!.AuthorId!.Value));
        Assert.Equal([Group], await bot.UnfinishedAsync());
        await bot.AcceptedAsync(Turn(bot, chat, new TurnPart("Hi Bob.", true)));
        chat = await bot.LoadAsync(chat: Group);
        Assert.Empty(chat.Unanswered);
        await bot.AcceptedAsync(bot.Outcome(chat.Open.Single(), OutboxState.Sent) with { Chat = Group });
        Assert.Empty(await bot.UnfinishedAsync());
        // No model is shown what is not to be answered.
        Assert.Equal(["hi", "Hi Bob."], (await bot.LoadAsync(chat: Group)).History.Select(line => line.Text));
        Assert.Equal([InboxState.Ignored, InboxState.Answered, InboxState.Ignored], (await bot.MessagesAsync(Group)).Where(item => !item.Outgoing).Select(item => item.Inbox!.Value));
    }

    [Fact]
    public async Task Replies_InAGroup_TellWhomTheyAnswered()
    {
        var bot = await BotAsync();
        await bot.ReceiveAsync(By(bot, Ann, 1), By(bot, Bob, 2));
        var chat = await bot.LoadAsync(chat: Group);
        var decision = new Decision { Kind = DecisionKind.Answered, Reason = "reply.written", Inputs = new DecisionInputs { Messages = 2, Authors = [Ann, Bob] } };

        await bot.AcceptedAsync(Turn(bot, chat) with { Decision = decision });

        var replies = (await bot.LoadAsync(chat: Group, replies: 9)).Replies;
        Assert.Equal([Ann, Bob], replies.Select(reply => reply.Author!.Value));
        Assert.Single(replies.Select(reply => reply.At).Distinct());
    }

    [Fact]
    public async Task Group_ThatBecameASupergroup_IsFollowedOnceAndForAll()
    {
        var bot = await BotAsync();
        await bot.ReceiveAsync(By(bot, Ann, 1));
        var move = new GroupMoveSlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = Group, To = Supergroup };

        Assert.True((await bot.AcceptedAsync(move)).Follows);
        Assert.True((await bot.AcceptedAsync(move)).Follows);
        Assert.Equal([new GroupMoved { Chat = Group, To = Supergroup }], await Store.Conversations.ReadGroupMovesAsync(bot.Id, Cancellation));
        Assert.IsType<SliceAnswer<GroupMoveStored>.Stale>(await bot.CommitAsync(move with { Epoch = bot.Epoch - 1 }));
    }

    [Fact]
    public async Task Group_IsNotFollowed_WhereTheBotHasTalkedInBothOrInNeither()
    {
        var bot = await BotAsync();
        var move = new GroupMoveSlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = Group, To = Supergroup };

        Assert.False((await bot.AcceptedAsync(move)).Follows);
        await bot.ReceiveAsync(By(bot, Ann, 1), By(bot, Ann, 1) with { Chat = Supergroup });
        Assert.False((await bot.AcceptedAsync(move)).Follows);
        Assert.Empty(await Store.Conversations.ReadGroupMovesAsync(bot.Id, Cancellation));
    }

    [Fact]
    public async Task Moves_GoWithTheirBot()
    {
        var bot = await BotAsync();
        await bot.ReceiveAsync(By(bot, Ann, 1));
        await bot.AcceptedAsync(new GroupMoveSlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = Group, To = Supergroup });
        var other = await BotAsync("bob");
        Assert.Empty(await Store.Conversations.ReadGroupMovesAsync(other.Id, Cancellation));

        await Store.Bots.RemoveAsync(bot.Id, erase: true, Cancellation);

        Assert.Empty(await Store.Conversations.ReadGroupMovesAsync(bot.Id, Cancellation));
    }

    private async Task<ChatId[]> UnwelcomeAsync(TestBot bot, params long[] among) =>
        [.. await Store.Conversations.ReadUnwelcomeAsync(bot.Id, [.. among.Select(id => new ChatId(id))], Cancellation)];

    private static MessageArrived By(TestBot bot, long author, long source) => bot.Message(source, "hi", Group) with
    {
        SenderName = "Friends", LanguageCode = null, Details = new MessageDetails { AuthorId = author, AuthorName = $"Ann{author}", AddressesBot = true },
    };

    private static TurnSlice Turn(TestBot bot, ChatSnapshot chat, params TurnPart[] parts) => new()
    {
        Bot = bot.Id, Epoch = bot.Epoch, Chat = Group, Id = Guid.NewGuid(), Basis = new TurnBasis(chat.Version, chat.Turn),
        AnsweredUpTo = chat.Unanswered is [.., var last] ? last.Id : null, Parts = parts,
    };
}
