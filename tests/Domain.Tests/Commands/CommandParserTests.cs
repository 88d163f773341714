using CsCheck;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Problems;

namespace MultiBot.Domain.Tests.Commands;

public class CommandParserTests
{
    // What keyboards, pasting and ill will put into a command.
    private static readonly string[] Pieces =
    [
        "!", "！", "!help", "!add", "!del", "!profile", "!start", "!id", "!takeover", "!list", "ｌｉｓｔ", "STOP", " ", "\t", "\n", "\u00a0", "\u3000", "\u200b", "\u200f", "\u202e", "\ufeff",
        "1", "-100", "１２", "99999999999999999999", "+996 555", "@anna", "t.me/x", "Anna", "«x»", "*_`<b>", "😀", "👩‍👩‍👧‍👦", "\u0301", "\ud83d", "\ude00", "\0", "\ufffe", "\uffff", "İ", "ß", "مرحبا", "−",
    ];

    private static readonly Gen<string> Commands = Gen.OneOf(Pieces).Array[0, 12].Select(string.Concat);

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("help")]
    [InlineData("Hello! How are you?")]
    [InlineData("/status")]
    [InlineData("¡hola!")]
    [InlineData("\u200b\u200f")]
    public void Parse_WithoutAMarkAtTheBeginning_IsNoCommand(string text) => Assert.Null(CommandParser.Parse(text));

    public static TheoryData<string, AdminCommand> Understood => new()
    {
        { "!help", new AdminCommand.Help(null) },
        { "!help takeover", new AdminCommand.Help(CommandManual.Find("takeover")) },
        { "!help !ID", new AdminCommand.Help(CommandManual.Find("id")) },
        { "!status", new AdminCommand.Status() },
        { "!metrics", new AdminCommand.Metrics() },
        { "!list", new AdminCommand.List(1) },
        { "!list 2", new AdminCommand.List(2) },
        { "!add 123 Anna", new AdminCommand.Add(new ChatId(123), "Anna") },
        { "!add 123  Anna   Maria *b*", new AdminCommand.Add(new ChatId(123), "Anna Maria *b*") },
        { "!add 123 👩‍👩‍👧‍👦", new AdminCommand.Add(new ChatId(123), "👩‍👩‍👧‍👦") },
        { "!add 123 a\u202eb\u2028c", new AdminCommand.Add(new ChatId(123), "ab c") },
        { "!add 123 456", new AdminCommand.Add(new ChatId(123), "456") },
        { "!del 123", new AdminCommand.Delete(new ChatId(123)) },
        { "!del -1001234567890", new AdminCommand.Delete(new ChatId(-1001234567890)) },
        { "!profile 123", new AdminCommand.Profile(ById(123)) },
        { "!profile Anna Maria", new AdminCommand.Profile(ByName("Anna Maria")) },
        { "!profile 2pac", new AdminCommand.Profile(ByName("2pac")) },
        { "!start Anna", new AdminCommand.Start(ByName("Anna")) },
        { "!id", new AdminCommand.Find(null) },
        { "!id ann", new AdminCommand.Find("ann") },
        { "!id 12", new AdminCommand.Find("12") },
        { "!takeover 123", new AdminCommand.TakeOver(ById(123)) },
        { "!handback anna", new AdminCommand.HandBack(ByName("anna")) },
        { "!restart", new AdminCommand.Restart() },
        { "!stop", new AdminCommand.Stop() },
        // As keyboards write it.
        { " \n!STATUS \t", new AdminCommand.Status() },
        { "! status", new AdminCommand.Status() },
        { "！ｌｉｓｔ\u3000２", new AdminCommand.List(2) },
        { "\u200f!takeover\u00a0\u200e123", new AdminCommand.TakeOver(ById(123)) },
        { "!profile\n-100", new AdminCommand.Profile(ById(-100)) },
        { "!profile −100", new AdminCommand.Profile(ById(-100)) },
        { "!profile –100", new AdminCommand.Profile(ById(-100)) },
        { "!profile 4503599627370495", new AdminCommand.Profile(ById(4503599627370495)) },
    };

    [Theory]
    [MemberData(nameof(Understood))]
    public void Parse_WhenItIsWellFormed_ReadsIt(string text, AdminCommand expected) => Assert.Equal(expected, CommandParser.Parse(text)?.Value);

    [Theory]
    [InlineData("!", "command.unknown", "Behind the mark a command is missing; !help shows all of them.")]
    [InlineData("!!!", "command.unknown", "There is no command «!!»; !help shows all of them.")]
    [InlineData("!hlep", "command.unknown", "There is no command «hlep»; !help shows all of them.")]
    [InlineData("!help me", "command.unknown", "There is no command «me»; !help shows all of them.")]
    [InlineData("!مرحبا", "command.unknown", "There is no command «\u2068مرحبا\u2069»; !help shows all of them.")]
    [InlineData("!stop now", "command.arguments", "!stop takes nothing behind it; write just !stop.")]
    [InlineData("!status anna", "command.arguments", "!status takes nothing behind it; write just !status.")]
    [InlineData("!takeover", "command.arguments", "!takeover needs a chat: !takeover <chat>, for example !takeover Anna.")]
    [InlineData("!del", "command.arguments", "!del needs a chat: !del <chat>, for example !del 123456789.")]
    [InlineData("!add", "command.arguments", "!add needs a chat and a name: !add <chat> <name>, for example !add 123456789 Anna.")]
    [InlineData("!add 123", "command.arguments", "!add needs a chat and a name: !add <chat> <name>, for example !add 123456789 Anna.")]
    [InlineData("!add 123 \u200d", "command.arguments", "!add needs a name that can be seen: !add <chat> <name>, for example !add 123456789 Anna.")]
    [InlineData("!add Anna 123", "command.chat", "«Anna» is no chat's number, and !add takes the number only: !add <chat> <name>, for example !add 123456789 Anna. !list shows the chats, !id looks for a name.")]
    [InlineData("!del Anna", "command.chat", "«Anna» is no chat's number, and !del takes the number only, for it can't be undone: !del <chat>, for example !del 123456789. !list shows the chats, !id looks for a name.")]
    [InlineData("!profile @anna", "command.chat", "A chat can't be named by an @name or a link; give its number or its contact's name. !list shows the chats, !id looks for a name.")]
    [InlineData("!profile https://t.me/anna", "command.chat", "A chat can't be named by an @name or a link; give its number or its contact's name. !list shows the chats, !id looks for a name.")]
    [InlineData("!profile 123 456", "command.chat", "«123 456» is no chat's number: a number is digits without spaces, with a minus before a group's. !list shows the chats, !id looks for a name.")]
    [InlineData("!profile +996555", "command.chat", "«+996555» is no chat's number: a number is digits without spaces, with a minus before a group's. !list shows the chats, !id looks for a name.")]
    [InlineData("!profile 0", "command.chat", "«0» is no chat's number: a number is digits without spaces, with a minus before a group's. !list shows the chats, !id looks for a name.")]
    [InlineData("!profile 4503599627370496", "command.chat", "«4503599627370496» is no chat's number: a number is digits without spaces, with a minus before a group's. !list shows the chats, !id looks for a name.")]
    [InlineData("!list 0", "command.page", "«0» is no page: give a number from 1 on, for example !list 2.")]
    [InlineData("!list all", "command.page", "«all» is no page: give a number from 1 on, for example !list 2.")]
    [InlineData("!list 99999999999", "command.page", "«99999999999» is no page: give a number from 1 on, for example !list 2.")]
    public void Parse_WhenItIsNotUnderstood_SaysWhatToWrite(string text, string code, string sentence)
    {
        var problem = CommandParser.Parse(text)?.Problem;

        Assert.Equal(ProblemKind.Invalid, problem?.Kind);
        Assert.Equal((code, sentence), (problem!.Code, problem.Detail));
    }

    [Fact]
    public void Parse_WhenANameIsLongerThanTelegramHas_SaysSo()
    {
        Assert.NotNull(CommandParser.Parse("!add 1 " + new string('x', 129))?.Value);
        Assert.Equal(
            "!add takes a name of at most 129 characters: !add <chat> <name>, for example !add 123456789 Anna.",
            CommandParser.Parse("!add 1 " + new string('x', 130))?.Problem?.Detail);
    }

    [Fact]
    public void Parse_WhenTheWordIsAsLongAsAMessage_RepeatsOnlyItsBeginning() =>
        Assert.Equal($"There is no command «{new string('x', 64)}…»; !help shows all of them.", CommandParser.Parse("!" + new string('x', 4095))?.Problem?.Detail);

    [Fact]
    public void Parse_OfEveryCommandOfTheManual_ReadsItsExample() => Assert.All(
        CommandManual.All,
        manual =>
        {
            Assert.NotNull(CommandParser.Parse(manual.Example ?? manual.Usage)?.Value);
            if (manual.Arguments.Length == 0 || manual.Arguments.StartsWith('[')) Assert.NotNull(CommandParser.Parse($"!{manual.Word}")?.Value);
            else Assert.Equal(CommandCodes.Arguments, CommandParser.Parse($"!{manual.Word}")?.Problem?.Code);
        });

    [Fact]
    public void Parse_WhateverTheText_AnswersACommandOrASentence() =>
        Gen.OneOf(Gen.String, Commands, Commands.Select(text => "!" + text), Gen.Char.Array[0, 40].Select(text => "!id " + new string(text)))
            .Sample(Check, iter: 100_000);

    private static void Check(string text)
    {
        var answer = CommandParser.Parse(text);
        if (answer is null) return;

        Assert.True(answer.Value is null != answer.Problem is null);
        if (answer.Problem is { } problem)
        {
            Assert.InRange(problem.Detail.Length, 10, 400);
            Assert.DoesNotContain('\n', problem.Detail);
            Assert.Equal(problem.Detail, Assert.Single(AdminAnswers.Refused(problem).Split()).Text.Split('\n')[0]);
        }

        // Whatever was read can be looked for.
        var name = answer.Value switch
        {
            AdminCommand.Add add => add.Name,
            AdminCommand.Find { Query: { } query } => query,
            AdminCommand.Profile { Chat: ChatReference.ByName by } => by.Name,
            _ => null,
        };
        if (name is null) return;
        var anna = new ChatLine { Chat = new ChatId(1), Name = name };
        Assert.Same(anna, ChatFinder.One(name, [anna]).Value);
        Assert.Same(anna, Assert.Single(ChatFinder.Matching(name, [anna])));
    }

    private static ChatReference.ById ById(long chat) => new(new ChatId(chat));
    private static ChatReference.ByName ByName(string name) => new(name);
}
