using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Problems;

namespace MultiBot.Domain.Tests.Commands;

/// <summary>Every answer to the letter: ⟦bold⟧, ⟨code⟩.</summary>
public class AdminAnswersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 10, 15, 0, TimeSpan.Zero);
    private const char Isolate = '\u2068';
    private const char EndIsolate = '\u2069';
    private static readonly BotId Bot = BotId.Parse("anna");

    private static readonly ChatLine Eve = new()
    {
        Chat = new ChatId(123), Name = "Eve", Messages = 42, LastActivityAt = Now.AddHours(-3),
    };

    /// <summary>What people call themselves, and what an answer makes of it.</summary>
    public static TheoryData<string?, string> Names => new()
    {
        { "*Eve*", "*Eve*" },
        { "_e_v_e_", "_e_v_e_" },
        { "<b>Eve</b> & `co` [x](http://y)", "<b>Eve</b> & `co` [x](http://y)" },
        { "👩‍👩‍👧‍👦 🌸", "👩‍👩‍👧‍👦 🌸" },
        { "حواء", "\u2068حواء\u2069" },
        { "\u202eevE", "evE" },
        { "E\nv\te", "E v e" },
        { "\u2067\u2067\u2067Eve", "Eve" },
        { "Eve\ud83d\0", "Eve\ufffd\ufffd" },
        { new string('x', 100), new string('x', 64) + "…" },
        { new string('x', 63) + "😀", new string('x', 63) + "…" },
        { "\u200b\u200d", "(no name)" },
        { "", "(no name)" },
        { null, "(no name)" },
    };

    [Fact]
    public void Help_NamesEveryCommand() => Is(
        """
        ⟦Commands⟧
        ⟨!help [command]⟩ – all commands, or one of them in detail
        ⟨!status⟩ – how the bot is doing
        ⟨!metrics⟩ – figures of today and of the last 24 hours
        ⟨!list [page]⟩ – the bot's chats
        ⟨!add <chat> <name>⟩ – adds a person, or gives them another name
        ⟨!del <chat>⟩ – erases a person, for good
        ⟨!profile <chat>⟩ – what is known about a person
        ⟨!start <chat>⟩ – the persona writes first
        ⟨!id [query]⟩ – looks for a chat by a part of its name; alone: this chat's number
        ⟨!takeover <chat>⟩ – the persona falls silent, a human speaks
        ⟨!handback <chat>⟩ – the persona speaks again
        ⟨!restart⟩ – stops the bot and starts it again
        ⟨!stop⟩ – stops the bot
        A chat is given by its number, or by its contact's name where only one has it.
        """,
        AdminAnswers.Help());

    [Fact]
    public void Help_AboutOne_ExplainsIt() => Is(
        """
        ⟨!takeover <chat>⟩
        The persona falls silent in this chat, and what it was about to send is cancelled. A human writes through the API or the console, until !handback.
        Example: ⟨!takeover Anna⟩
        """,
        AdminAnswers.Help(CommandManual.Find("takeover")!));

    [Fact]
    public void Help_AboutOneWithoutArguments_NeedsNoExample() => Is(
        """
        ⟨!stop⟩
        Stops the bot. From then on it reads nothing, this chat included: it is started again through the API or the console.
        """,
        AdminAnswers.Help(CommandManual.Find("stop")!));

    [Fact]
    public void Status_WhenAllIsWell() => Is(
        """
        ⟦Anna⟧ ⟨anna⟩
        ⟦Running⟧ · Healthy · on silo-1
        Since 27 Nov 10:00 UTC, 24 h ago
        Last heard from Telegram just now
        Received 12,345 · sent 12,340
        Waiting for an operator 0 · uncertain 1 · refused 0
        """,
        AdminAnswers.Status(
            new BotFacts
            {
                Bot = Bot, Name = "Anna", Status = BotStatus.Running, Health = BotHealth.Healthy, Silo = "silo-1",
                Since = Now.AddMinutes(-24 * 60 - 15), LastUpdateAt = Now.AddSeconds(2),
                Counters = new BotCounters { Received = 12345, Sent = 12340, Uncertain = 1 },
            },
            Now));

    [Fact]
    public void Status_WhenItIsInTrouble() => Is(
        """
        ⟦*Anna* <b>⟧ ⟨anna⟩
        ⟦Degraded⟧ · Degraded
        Never heard from Telegram
        Received 0 · sent 0
        Waiting for an operator 3 · uncertain 0 · refused 2
        Last error ⟨telegram.unreachable⟩
        """,
        AdminAnswers.Status(
            new BotFacts
            {
                Bot = Bot, Name = "*Anna* <b>", Status = BotStatus.Degraded, Health = BotHealth.Degraded, LastError = "telegram.unreachable",
                Counters = new BotCounters { Parked = 3, Rejected = 2 },
            },
            Now));

    [Fact]
    public void Metrics_OfADayWithMuch() => Is(
        """
        ⟦Today⟧, 28 Nov, Asia/Bishkek
        Received 12 · sent 10 · failed 0
        People waited 1.2 s on average, 4.8 s at most
        Tokens 12,345 in · 678 out
        ⟦Last 24 hours⟧
        Received 1,200 · sent 1,100 · failed 3 · uncertain 2 · waits for Telegram 1
        People waited 2.0 s on average, 60.0 s at most
        Tokens 1,234,567 in · 0 out
        """,
        AdminAnswers.Metrics(new MetricsFacts
        {
            Date = new DateOnly(2026, 11, 28), TimeZone = "Asia/Bishkek",
            Today = new HourFigures { Received = 12, Sent = 10, Replies = 10, ReplyMs = 12_000, SlowestReplyMs = 4_800, InputTokens = 12_345, OutputTokens = 678 },
            Last24Hours = new HourFigures
            {
                Received = 1200, Sent = 1100, Failed = 3, Uncertain = 2, FloodWaits = 1,
                Replies = 1000, ReplyMs = 2_000_000, SlowestReplyMs = 60_000, InputTokens = 1_234_567,
            },
        }));

    [Fact]
    public void Metrics_OfADayWithNothing() => Is(
        """
        ⟦Today⟧, 1 Dec, UTC
        Received 0 · sent 0 · failed 0
        ⟦Last 24 hours⟧
        Received 0 · sent 0 · failed 0
        """,
        AdminAnswers.Metrics(new MetricsFacts
        {
            Date = new DateOnly(2026, 12, 1), TimeZone = "UTC", Today = new HourFigures(), Last24Hours = new HourFigures(),
        }));

    [Fact]
    public void List_WhenThereIsNobody() => Is("There are no chats yet: nobody has written to the bot.", List([], 1));

    [Fact]
    public void List_OfOnePage_SaysHowEachStands() => Is(
        $"""
        ⟦Chats⟧ 6
        ⟨1⟩ Anna · persona · 1 message · just now
        ⟨2⟩ *Bob* · taken over · 2 messages · 59 min ago
        ⟨-100⟩ _c_ · paused · 1,000 messages · 47 h ago
        ⟨4⟩ (no name) · opted out · 0 messages · 2 d ago
        ⟨5⟩ {Isolate}دانا{EndIsolate} · blocked the bot · 5 messages · 1,500 d ago
        ⟨6⟩ Never · persona · 0 messages
        """,
        List(
            [
                new ChatLine { Chat = new ChatId(6), Name = "Never" },
                new ChatLine { Chat = new ChatId(5), Name = "دانا", Mode = ChatMode.Blocked, Messages = 5, LastActivityAt = Now.AddDays(-1500) },
                new ChatLine { Chat = new ChatId(4), Mode = ChatMode.OptedOut, LastActivityAt = Now.AddDays(-2) },
                new ChatLine { Chat = new ChatId(-100), Name = "_c_", Mode = ChatMode.Paused, Messages = 1000, LastActivityAt = Now.AddMinutes(1 - 48 * 60) },
                new ChatLine { Chat = new ChatId(2), Name = "*Bob*", Mode = ChatMode.Human, Messages = 2, LastActivityAt = Now.AddMinutes(-59) },
                new ChatLine { Chat = new ChatId(1), Name = "Anna", Messages = 1, LastActivityAt = Now.AddSeconds(-59) },
            ],
            1));

    [Fact]
    public void List_OfManyPages_SaysWhereItIsAndHowToGoOn()
    {
        var text = Shown(List(People(500), 2)).Split('\n');

        Assert.Equal("⟦Chats⟧ 500, page 2 of 25", text[0]);
        Assert.Equal("⟨21⟩ Person 21 · persona · 21 messages · 21 min ago", text[1]);
        Assert.Equal("⟨40⟩ Person 40 · persona · 40 messages · 40 min ago", text[20]);
        Assert.Equal("More: ⟨!list 3⟩", text[21]);
        Assert.Equal(22, text.Length);
    }

    [Fact]
    public void List_OfManyPages_ShowsEachChatOnce()
    {
        var shown = Enumerable.Range(1, 25).SelectMany(page => ChatPage.Of(People(500), page).Value!.Lines).Select(chat => (int)chat.Chat.Value);

        Assert.Equal(Enumerable.Range(1, 500), shown);
        Assert.DoesNotContain("More", Shown(List(People(500), 25)));
    }

    [Theory]
    [InlineData(0, 2, "There is no page 2: the last one is !list 1.")]
    [InlineData(20, 2, "There is no page 2: the last one is !list 1.")]
    [InlineData(500, 26, "There is no page 26: the last one is !list 25.")]
    public void List_BehindTheLastPage_IsRefused(int chats, int page, string sentence)
    {
        var problem = ChatPage.Of(People(chats), page).Problem!;

        Assert.Equal((CommandCodes.Page, sentence), (problem.Code, problem.Detail));
    }

    [Fact]
    public void List_WhateverTheNames_IsOneMessage()
    {
        var name = string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦حواء", 60));
        var chats = Enumerable.Range(0, 60).Select(i => new ChatLine
        {
            Chat = new ChatId(-4503599627370000 - i), Name = name, Mode = ChatMode.Blocked, Messages = long.MaxValue, LastActivityAt = DateTimeOffset.MinValue,
        });

        Assert.Single(List([.. chats], 2).Split());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnyName_StandsAsItIsAndOnItsLine(string? name, string shown)
    {
        var chat = Eve with { Name = name };

        Is($"⟦Chats⟧ 1\n⟨123⟩ {shown} · persona · 42 messages · 3 h ago", List([chat], 1));
        Is($"⟦{shown}⟧ ⟨123⟩\npersona · 42 messages · 3 h ago\nNothing is known about this person yet.", AdminAnswers.Profile(new ProfileFacts { Chat = chat }, Now));
        Is($"Added: ⟨123⟩ {shown}", AdminAnswers.Added(chat, isNew: true));
        Is($"Handed back: ⟨123⟩ {shown}\nThe persona answers the next message; earlier ones are left to you.", AdminAnswers.HandedBack(chat));
    }

    [Fact]
    public void Renamed_SaysSo() => Is("Renamed: ⟨123⟩ Eve", AdminAnswers.Added(Eve, isNew: false));

    [Fact]
    public void Deleted_SaysWhoAndHowMuch() => Is("Erased, for good: ⟨123⟩ Eve, 42 messages.", AdminAnswers.Deleted(Eve));

    [Fact]
    public void Profile_OfSomebodyKnown_ShowsAllOfIt() => Is(
        """
        ⟦Eve⟧ ⟨123⟩
        persona · 42 messages · 3 h ago
        language ru · time zone Asia/Bishkek
        ⟦summary⟧
        Likes *mountains*.
        Has a <b>dog</b>.
        ⟦interests⟧
        • hiking, `often`
        • photography
        ⟦work⟧
        • nurse
        """,
        AdminAnswers.Profile(
            new ProfileFacts
            {
                Chat = Eve, Language = "ru", TimeZone = "Asia/Bishkek", Summary = " Likes *mountains*.\r\nHas a <b>dog</b>.\n",
                Topics = [new TopicFacts("interests", ["hiking,\n`often`", "photography"]), new TopicFacts("values", []), new TopicFacts("work", ["nurse"])],
            },
            Now));

    [Fact]
    public void Profile_WhenItIsLongerThanAMessage_IsSplitBetweenLines()
    {
        var facts = Enumerable.Range(1, 300).Select(i => $"fact {i} " + new string('x', 50)).ToArray();

        var parts = AdminAnswers.Profile(new ProfileFacts { Chat = Eve, Topics = [new TopicFacts("facts", [.. facts])] }, Now).Split();

        Assert.All(parts, part => Assert.InRange(part.Text.Length, 1, 4096));
        Assert.Equal(facts.Select(fact => "• " + fact), parts.SelectMany(part => part.Text.Split('\n')).Skip(3));
    }

    [Fact]
    public void Starting_SaysWhere() => Is("The persona is about to write first: ⟨123⟩ Eve", AdminAnswers.Starting(Eve));

    [Fact]
    public void Here_NamesChatAndBot() => Is("This chat is ⟨100⟩, the bot ⟨anna⟩", AdminAnswers.Here(Bot, new ChatId(100)));

    [Fact]
    public void Found_WhenThereAreSome_ShowsTheirNumbers() => Is(
        """
        ⟦2 chats⟧ with «e*v»
        ⟨123⟩ Eve
        ⟨7⟩ e*v
        """,
        AdminAnswers.Found("e*v", [Eve, new ChatLine { Chat = new ChatId(7), Name = "e*v" }]));

    [Fact]
    public void Found_WhenThereIsNone_SaysSo() => Is("No name and no number contains «<b>».", AdminAnswers.Found("<b>", []));

    [Fact]
    public void Found_WhenThereAreMany_CountsTheRest()
    {
        var text = Shown(AdminAnswers.Found("person", ChatFinder.Matching("person", People(500)))).Split('\n');

        Assert.Equal("⟦500 chats⟧ with «person»", text[0]);
        Assert.Equal("⟨20⟩ Person 20", text[20]);
        Assert.Equal("and 480 more: give more of the name.", text[21]);
        Assert.Equal(22, text.Length);
    }

    [Fact]
    public void TakenOver_WhenNothingWasOnItsWay() => Is(
        """
        Taken over: ⟨123⟩ Eve
        The persona is silent there until ⟨!handback 123⟩
        """,
        AdminAnswers.TakenOver(Eve, 0, 0));

    [Fact]
    public void TakenOver_WhenMessagesWereOnTheirWay_SaysWhatBecomesOfThem() => Is(
        """
        Taken over: ⟨123⟩ Eve
        The persona is silent there until ⟨!handback 123⟩
        Cancelled: 2 messages that had not left.
        Already leaving: 1 message; the person may still get what is on its way.
        """,
        AdminAnswers.TakenOver(Eve, 2, 1));

    [Fact]
    public void Restarting_SaysHowToFollow() => Is("Restarting ⟨anna⟩. See ⟨!status⟩ in a moment.", AdminAnswers.Restarting(Bot));

    [Fact]
    public void Stopping_SaysHowItComesBack() => Is(
        """
        Stopping ⟨anna⟩. From now on it reads nothing, this chat included. To start it again:
        ⟨multibot bots start anna⟩
        or ⟨POST /api/v1/bots/anna/start⟩
        """,
        AdminAnswers.Stopping(Bot));

    [Fact]
    public void Refused_SaysWhyAndTheCode() => Is(
        """
        There is no command «*x*»; !help shows all of them.
        ⟨command.unknown⟩
        """,
        AdminAnswers.Refused(CommandParser.Parse("!*x*")!.Problem!));

    [Fact]
    public void Refused_WithFields_NamesThem() => Is(
        """
        No.
        ⟨/name⟩ Too long.
        ⟨config.invalid⟩
        """,
        AdminAnswers.Refused(Problem.Invalid("config.invalid", "No.", new FieldError("/name", "config.out_of_range", "Too long."))));

    private static FormattedText List(ChatLine[] chats, int page) => AdminAnswers.List(ChatPage.Of(chats, page).Value!, Now);

    private static ChatLine[] People(int count) =>
    [
        .. Enumerable.Range(1, count).Reverse().Select(i => new ChatLine
        {
            Chat = new ChatId(i), Name = $"Person {i}", Messages = i, LastActivityAt = Now.AddMinutes(-i),
        }),
    ];

    private static void Is(string expected, FormattedText answer) => Assert.Equal(expected, Shown(answer));

    private static string Shown(FormattedText text)
    {
        var shown = text.Text;
        foreach (var entity in text.Entities.Reverse())
        {
            var (open, close) = entity.Kind is TextEntityKind.Bold ? ("⟦", "⟧") : ("⟨", "⟩");
            shown = shown.Insert(entity.End, close).Insert(entity.Offset, open);
        }

        return shown;
    }
}
