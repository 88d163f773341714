using CsCheck;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Groups;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Groups;

/// <summary>What is kept of what people write in groups.</summary>
public sealed class GroupIntakeTests
{
    private const long Ann = 7;
    private const long Bob = 8;
    private const long Admin = 9;
    private static readonly ChatId Group = new(-500);

    [Fact]
    public void Private_AndMembership_AreNobodysAffairHere()
    {
        InboundUpdate[] updates = [By(Ann) with { Chat = new ChatId(Ann), Intent = Intent.OptOut }, new ContactMembership { Chat = Group, Blocked = true }];

        Assert.Equal(updates, Screen(updates, unwelcome: [new ChatId(Ann)]));
        Assert.Empty(GroupIntake.Concerned(Batch(updates)));
    }

    /// <summary>What the account's owner writes in groups is nothing of the bot's; in private it is.</summary>
    [Fact]
    public void Owner_WhoWritesInAGroup_LeavesNothingBehind()
    {
        var typed = new OwnerWrote { Chat = new ChatId(Ann), SourceId = 1, Text = "hi", At = default };

        Assert.Equal([typed], Screen([typed with { Chat = Group }, typed]));
    }

    [Fact]
    public void People_AndTheGroup_AreAskedFor() =>
        Assert.Equal([Group.Value, Ann, Bob], GroupIntake.Concerned(Batch(By(Ann), By(Bob), By(Ann))).Select(chat => chat.Value).Order());

    [Fact]
    public void OptOut_IsTheAuthorsOwn_AndLeavesNothingOfTheirsBehindIt()
    {
        var kept = Screen([By(Ann, "/stop", Intent.OptOut), By(Bob, "hi"), By(Ann, "hi again")]);

        Assert.Equal(["/stop", "hi"], kept.OfType<MessageArrived>().Select(message => message.Text));
        Assert.Equal(Intent.AuthorOptOut, kept.OfType<MessageArrived>().First().Intent);
        Assert.Equal(new AuthorOptedOut { Chat = new ChatId(Ann), Group = Group, SourceId = By(Ann).SourceId }, Assert.Single(kept.OfType<AuthorOptedOut>()));
    }

    [Fact]
    public void OptOut_InTheGroupsName_IsTheGroups_UntilItSaysOtherwise()
    {
        var kept = Screen([By(Group.Value, "/stop", Intent.OptOut), By(Ann, "hi"), By(Group.Value, "hm"), By(Group.Value, "/start", Intent.OptIn), By(Bob, "hello")]);

        Assert.Equal(["/stop", "/start", "hello"], kept.OfType<MessageArrived>().Select(message => message.Text));
        Assert.Equal([Intent.OptOut, Intent.OptIn, Intent.None], kept.OfType<MessageArrived>().Select(message => message.Intent));
        Assert.Empty(kept.OfType<AuthorOptedOut>());
    }

    [Fact]
    public void OptIn_OfOneOfThem_IsTalk() =>
        Assert.Equal(Intent.None, Assert.IsType<MessageArrived>(Assert.Single(Screen([By(Ann, "/start", Intent.OptIn)]))).Intent);

    [Fact]
    public void Unwelcome_AuthorsAndGroups_AreNotKept()
    {
        InboundUpdate[] updates = [By(Ann), By(Bob), By(Ann, "/start", Intent.OptIn)];

        Assert.Equal([Bob], AuthorsOf(Screen(updates, unwelcome: [new ChatId(Ann)])));
        Assert.Empty(Screen(updates, unwelcome: [Group]));
    }

    [Fact]
    public void Edits_OfWhoIsNotToBeHeard_AreNotKept()
    {
        var edit = new MessageEdited { Chat = Group, SourceId = 1, Text = "new words", EditedAt = DateTimeOffset.UnixEpoch, Details = new MessageDetails { AuthorId = Ann } };

        Assert.Equal([Group.Value, Ann], GroupIntake.Concerned(Batch(edit)).Select(chat => chat.Value).Order());
        Assert.Equal([edit], Screen([edit]));
        Assert.Empty(Screen([edit], unwelcome: [new ChatId(Ann)]));
        Assert.Empty(Screen([edit], unwelcome: [Group]));
        Assert.Empty(Screen([edit], senders: new SendersConfig { Block = [Ann] }));
        Assert.Empty(Screen([By(Ann, "/stop", Intent.OptOut), edit]).OfType<MessageEdited>());
    }

    [Fact]
    public void Senders_AreListedByTheirOwnIds_AndTheAdminIsAlwaysHeard()
    {
        InboundUpdate[] updates = [By(Ann), By(Bob), By(Admin)];

        Assert.Equal([Bob, Admin], AuthorsOf(Screen(updates, senders: new SendersConfig { Block = [Ann] })));
        Assert.Equal([Ann, Admin], AuthorsOf(Screen(updates, senders: new SendersConfig { Allow = [Ann] })));
        // Who is nobody in particular is on no list, but the group can always be silenced.
        InboundUpdate[] ofTheGroup = [By(Group.Value), By(Group.Value, "/stop", Intent.OptOut)];
        Assert.Equal(["/stop"], Screen(ofTheGroup, senders: new SendersConfig { Allow = [Ann] }).Cast<MessageArrived>().Select(message => message.Text));
    }

    [Fact]
    public void Moves_AreNotStored() => Assert.Empty(Screen([new GroupMoved { Chat = Group, To = new ChatId(-1_000_000_000_001) }]));

    /// <summary>Whatever comes: nothing is kept of who has opted out, neither before nor in the same batch, and nobody opts out for another.</summary>
    [Fact]
    public void Screen_WhateverComes_KeepsNothingOfWhoOptedOut()
    {
        long[] authors = [Ann, Bob, Admin, Group.Value];
        Intent[] intents = [Intent.None, Intent.OptOut, Intent.OptIn, Intent.Privacy];
        var author = Gen.Int[0, 3].Select(index => authors[index]);
        var message = Gen.Select(author, Gen.Int[0, 3], (by, intent) => By(by, "x", intents[intent]));
        Gen.Select(message.Array[0, 12], author.Array[0, 2]).Sample((messages, unwelcome) =>
        {
            var silent = unwelcome.ToHashSet();
            var wished = messages.Where(one => one.Intent is Intent.OptOut).Select(one => one.Details!.AuthorId!.Value).ToHashSet();
            var kept = Screen([.. messages], [.. unwelcome.Select(id => new ChatId(id))]);

            foreach (var update in kept)
            {
                var writer = update is AuthorOptedOut opted ? opted.Chat.Value : ((MessageArrived)update).Details!.AuthorId!.Value;
                if (update is AuthorOptedOut && (!wished.Contains(writer) || writer < 0)) return false;
                if (update is not MessageArrived arrived) continue;
                var isGroupsOwnReturn = writer == Group.Value && arrived.Intent is Intent.OptIn;
                if (!isGroupsOwnReturn && (silent.Contains(writer) || silent.Contains(Group.Value))) return false;
                if (isGroupsOwnReturn) silent.Remove(Group.Value);
                if (arrived.Intent is Intent.AuthorOptOut) silent.Add(writer);
                if (arrived.Intent is Intent.OptOut) silent.Add(Group.Value);
            }

            return true;
        });
    }

    private static long?[] AuthorsOf(IEnumerable<InboundUpdate> kept) => [.. kept.Cast<MessageArrived>().Select(message => message.Details?.AuthorId)];

    private static InboundUpdate[] Screen(InboundUpdate[] updates, ChatId[]? unwelcome = null, SendersConfig? senders = null)
    {
        var bot = new BotConfig { BotId = BotId.Parse("anna"), Name = "Anna", AdminChatId = Admin, Telegram = new TelegramConfig { Senders = senders ?? new() } };
        return GroupIntake.Screen(Batch(updates), bot, unwelcome ?? []).Updates;
    }

    private static UpdateBatch Batch(params InboundUpdate[] updates) => new() { Cursor = 1, Updates = updates };

    private static MessageArrived By(long author, string text = "hi", Intent intent = Intent.None) => new()
    {
        Chat = Group, SourceId = 1, Text = text, At = DateTimeOffset.UnixEpoch, Intent = intent, Details = new MessageDetails { AuthorId = author, AuthorName = "x", AddressesBot = true },
    };
}
