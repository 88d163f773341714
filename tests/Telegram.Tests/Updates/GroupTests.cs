using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;
using MultiBot.Telegram.Tests.Wire;

namespace MultiBot.Telegram.Tests.Updates;

/// <summary>What a bot hears of the groups it is in: what is for it, and who says so.</summary>
public sealed class GroupTests(SandboxHost sandbox)
{
    private const long Group = -1_000_000_000_500;
    private static readonly object Ann = new { id = 7001, firstName = "Ann", lastName = "Lee", languageCode = "de" };

    [Fact]
    public async Task Mention_OfTheBot_ArrivesWithItsAuthor()
    {
        await using var rig = new Rig(sandbox.Url);
        await NameAsync(rig, "anna_bot");
        await WriteAsync(rig, "not for you");
        var source = await WriteAsync(rig, "🙂🙂 @Anna_Bot how are you?");

        rig.Start(In(rig, GroupPolicy.Mention));
        var message = await rig.Listener.UpdateAsync<MessageArrived>();

        Assert.Equal((Group, source, "Friends", null), (message.Chat.Value, message.SourceId, message.SenderName, message.LanguageCode));
        Assert.Equal((7001L, "Ann Lee", true), (message.Details!.AuthorId, message.Details.AuthorName, message.Details.AddressesBot));
        Assert.Equal("🙂🙂 @Anna_Bot how are you?", message.Text);
    }

    [Fact]
    public async Task Everything_OfAGroupWherePolicyIsAll_ArrivesButForWhatIsForAnotherBot()
    {
        await using var rig = new Rig(sandbox.Url);
        await NameAsync(rig, "anna_bot");
        await WriteAsync(rig, "/weather@other_bot");
        await WriteAsync(rig, "hello all");
        await WriteAsync(rig, "stop");
        await WriteAsync(rig, "@anna_bot stop");

        rig.Start(In(rig, GroupPolicy.All));
        var messages = (await rig.Listener.UpdatesAsync(3)).Cast<MessageArrived>().ToArray();

        Assert.Equal(["hello all", "stop", "@anna_bot stop"], messages.Select(message => message.Text));
        Assert.Equal([false, false, true], messages.Select(message => message.Details!.AddressesBot));
        // A word among people is talk; a word to the bot is meant.
        Assert.Equal([Intent.None, Intent.None, Intent.OptOut], messages.Select(message => message.Intent));
    }

    [Theory]
    [InlineData("/stop@anna_bot", Intent.OptOut)]
    [InlineData("/privacy@ANNA_BOT", Intent.Privacy)]
    [InlineData("/start@anna_bot", Intent.OptIn)]
    [InlineData("@anna_bot стоп!", Intent.OptOut)]
    [InlineData("@anna_bot, do not stop", Intent.None)]
    public async Task Wish_SaidToTheBot_IsHeard(string text, Intent intent)
    {
        await using var rig = new Rig(sandbox.Url);
        await NameAsync(rig, "anna_bot");
        await WriteAsync(rig, text);

        rig.Start(In(rig, GroupPolicy.Mention));

        Assert.Equal(intent, (await rig.Listener.UpdateAsync<MessageArrived>()).Intent);
    }

    [Fact]
    public async Task Answer_ToTheBotsMessage_IsForIt_AndOneToSomebodyElsesIsNot()
    {
        await using var rig = new Rig(sandbox.Url);
        await NameAsync(rig, "anna_bot");
        var session = await rig.RunAsync(In(rig, GroupPolicy.Mention));
        var bobs = await WriteAsync(rig, "I am Bob");
        var ours = Assert.IsType<SendOutcome.Sent>(await session.SendAsync(Rig.Message("I am Anna", Group), CancellationToken.None));
        await WriteAsync(rig, "hello Bob", new { replyTo = bobs });
        await WriteAsync(rig, "hello Anna", new { replyTo = ours.SourceId });
        await WriteAsync(rig, "@anna_bot who is he?", new { replyTo = bobs });

        // In one batch or in two.
        var updates = await rig.Listener.UpdatesAsync(2);
        var (first, second) = (Assert.IsType<MessageArrived>(updates[0]), Assert.IsType<MessageArrived>(updates[1]));

        Assert.Equal(("hello Anna", "I am Anna", true, false), (first.Text, first.Details!.Quote, first.Details.QuotesBot, first.Details.QuotesOther));
        Assert.Equal((ours.SourceId, true), (first.ReplyToSourceId, first.Details.AddressesBot));
        Assert.Equal(("I am Bob", false, false), (second.Details!.Quote, second.Details.QuotesBot, second.Details.QuotesOther));
    }

    [Fact]
    public async Task TextMention_ByTheBotsId_IsForIt()
    {
        await using var rig = new Rig(sandbox.Url);
        var me = long.Parse(rig.Token.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);
        await WriteAsync(rig, "🙂 Anna, hello", new { entities = new[] { new { type = "text_mention", offset = 3, length = 4, userId = 5L } } });
        await WriteAsync(rig, "🙂 Anna, hello!", new { entities = new[] { new { type = "text_mention", offset = 3, length = 4, userId = me } } });

        rig.Start(In(rig, GroupPolicy.Mention));

        Assert.Equal("🙂 Anna, hello!", (await rig.Listener.UpdateAsync<MessageArrived>()).Text);
    }

    [Fact]
    public async Task AnonymousAdmin_WritesAsTheGroup()
    {
        await using var rig = new Rig(sandbox.Url);
        await NameAsync(rig, "anna_bot");
        await WriteAsync(rig, "@anna_bot hello", new { senderChat = new { id = Group } });
        await WriteAsync(rig, "@anna_bot hi", new { senderChat = new { id = -1_000_000_000_777, title = "News" } });

        rig.Start(In(rig, GroupPolicy.Mention));
        var messages = (await rig.Listener.UpdatesAsync(2)).Cast<MessageArrived>().ToArray();

        Assert.Equal([(Group, "Friends"), (-1_000_000_000_777, "News")], messages.Select(message => (message.Details!.AuthorId!.Value, message.Details.AuthorName!)));
    }

    [Fact]
    public async Task Edit_IsToldOnlyOfWhatMayBeKnown()
    {
        await using var rig = new Rig(sandbox.Url);
        await NameAsync(rig, "anna_bot");
        await rig.RunAsync(In(rig, GroupPolicy.Mention));
        var source = await WriteAsync(rig, "@anna_bot helo");
        await rig.Listener.UpdateAsync<MessageArrived>();

        await sandbox.WriteAsync(new { token = rig.Token, chatId = Group, text = "hello", editOf = source });
        var edit = await rig.Listener.UpdateAsync<MessageEdited>();

        Assert.Equal((true, source, "hello", 7001L), (edit.OnlyIfKnown, edit.SourceId, edit.Text, edit.Details!.AuthorId!.Value));
    }

    [Fact]
    public async Task Move_AndThrowingOut_AreTold()
    {
        const long group = -500;
        await using var rig = new Rig(sandbox.Url);
        await rig.RunAsync(In(rig, GroupPolicy.All));
        await sandbox.WriteAsync(new { token = rig.Token, chat = new { id = group, type = "group", title = "Friends" }, from = Ann, text = "hi" });
        await rig.Listener.UpdateAsync<MessageArrived>();

        await sandbox.PostAsync("migrate", new { token = rig.Token, chatId = group, newChatId = Group });
        var move = await rig.Listener.UpdateAsync<GroupMoved>();
        await sandbox.PostAsync("block", new { token = rig.Token, chatId = Group, blocked = true });
        var left = await rig.Listener.UpdateAsync<ContactMembership>();

        Assert.Equal((group, Group), (move.Chat.Value, move.To.Value));
        Assert.Equal((true, Group), (left.Blocked, left.Chat.Value));
    }

    [Fact]
    public async Task Reply_IsShownAsTheAnswerToItsMessage_AndSentWhenThatIsGone()
    {
        await using var rig = new Rig(sandbox.Url);
        var session = await rig.RunAsync(In(rig, GroupPolicy.All));
        var source = await WriteAsync(rig, "hi");

        Assert.IsType<SendOutcome.Sent>(await session.SendAsync(Rig.Message("one", Group) with { ReplyTo = source }, CancellationToken.None));
        Assert.IsType<SendOutcome.Sent>(await session.SendAsync(Rig.Message("two", Group) with { ReplyTo = 999_999 }, CancellationToken.None));
        Assert.IsType<SendOutcome.Sent>(await session.SendAsync(Rig.Message("three", Group) with { ReplyTo = 1L << 40 }, CancellationToken.None));

        var entries = await sandbox.EntriesAsync(rig.Token, Group);
        Assert.Equal([source, null, null], entries.Select(entry => entry.TryGetProperty("replyTo", out var to) ? to.GetInt64() : (long?)null));
    }

    [Theory]
    [InlineData("""{"message_id":1,"date":1,"chat":{"id":-5,"type":"group","title":"G"},"from":{"id":6,"is_bot":true,"first_name":"Other"},"text":"@stub_bot hi","entities":[{"type":"mention","offset":0,"length":9}]}""")]
    [InlineData("""{"message_id":1,"date":1,"chat":{"id":-5,"type":"supergroup","title":"G"},"from":{"id":777000,"is_bot":false,"first_name":"Telegram"},"sender_chat":{"id":-9,"type":"channel","title":"C"},"is_automatic_forward":true,"text":"news @stub_bot","entities":[{"type":"mention","offset":5,"length":9}]}""")]
    [InlineData("""{"message_id":1,"date":1,"chat":{"id":-5,"type":"group","title":"G"},"from":{"id":7,"is_bot":false,"first_name":"Ann"},"new_chat_members":[{"id":1,"is_bot":true,"first_name":"Stub","username":"stub_bot"}]}""")]
    public async Task OtherBots_ChannelsAndServiceMessages_ArePassedOver(string message) =>
        Assert.Empty(await PollAsync(GroupPolicy.All, $$"""{"update_id":3,"message":{{message}}}"""));

    [Fact]
    public async Task Topic_MakesNoAnswerOfWhatIsWrittenInIt()
    {
        const string topic = """{"message_id":1,"date":1,"chat":{"id":-5,"type":"supergroup","title":"G","is_forum":true},"from":{"id":1,"is_bot":true,"first_name":"Stub"},"forum_topic_created":{"name":"T","icon_color":1}}""";
        var message = $$$"""{"message_id":2,"message_thread_id":1,"is_topic_message":true,"date":1,"chat":{"id":-5,"type":"supergroup","title":"G","is_forum":true},"from":{"id":7,"is_bot":false,"first_name":"Ann"},"reply_to_message":{{{topic}}},"text":"hi"}""";

        Assert.Empty(await PollAsync(GroupPolicy.Mention, $$"""{"update_id":3,"message":{{message}}}"""));
        Assert.Null(Assert.IsType<MessageArrived>(Assert.Single(await PollAsync(GroupPolicy.All, $$"""{"update_id":3,"message":{{message}}}"""))).ReplyToSourceId);
    }

    [Theory]
    [InlineData("""{"status":"left","user":{"id":1,"is_bot":true,"first_name":"S"}}""", true)]
    [InlineData("""{"status":"restricted","user":{"id":1,"is_bot":true,"first_name":"S"},"is_member":true,"can_send_messages":false,"until_date":0}""", true)]
    [InlineData("""{"status":"restricted","user":{"id":1,"is_bot":true,"first_name":"S"},"is_member":true,"can_send_messages":true,"until_date":0}""", false)]
    [InlineData("""{"status":"administrator","user":{"id":1,"is_bot":true,"first_name":"S"}}""", false)]
    public async Task Bot_ThatMayNotWrite_CountsAsBlocked(string member, bool blocked)
    {
        var change = $$$"""{"update_id":3,"my_chat_member":{"chat":{"id":-5,"type":"group","title":"G"},"from":{"id":7,"is_bot":false,"first_name":"Ann"},"date":1,"old_chat_member":{"status":"left","user":{"id":1,"is_bot":true,"first_name":"S"}},"new_chat_member":{{{member}}}}}""";

        Assert.Equal(blocked, Assert.IsType<ContactMembership>(Assert.Single(await PollAsync(GroupPolicy.Mention, change))).Blocked);
        Assert.Empty(await PollAsync(GroupPolicy.None, change));
    }

    /// <summary>Whatever stands around it and wherever Telegram says that it is: only a stretch of the text that is the bot's own name is for the bot.</summary>
    [Fact]
    public async Task Mention_IsWhatTheStretchSays_WhateverStandsAroundIt()
    {
        var random = new Random(20_261_128);
        string[] pieces = ["🙂", "👩‍👩‍👧", "é", "שלום", " ", "@stub_botx", "@STUB_bot", "x", "\n", "@"];
        var (updates, expected) = (new List<string>(), new List<string>());
        for (var id = 1; id <= 400; id++)
        {
            var before = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)]));
            var text = $"{before}@Stub_Bot {id}";
            var (offset, length) = random.Next(3) == 0
                ? (random.Next(-2, text.Length + 2), random.Next(-1, text.Length + 2))
                : (before.Length, "@stub_bot".Length);
            if (offset >= 0 && length > 0 && offset + length <= text.Length && string.Equals(text.Substring(offset, length), "@stub_bot", StringComparison.OrdinalIgnoreCase))
                expected.Add(text);
            var json = JsonSerializer.Serialize(text);
            updates.Add($$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1,"chat":{"id":-5,"type":"group","title":"G"},"from":{"id":7,"is_bot":false,"first_name":"Ann"},"text":{{{json}}},"entities":[{"type":"mention","offset":{{{offset}}},"length":{{{length}}}}]}}""");
        }

        var heard = await PollAsync(GroupPolicy.Mention, [.. updates]);

        Assert.Equal(expected, heard.Cast<MessageArrived>().Select(message => message.Text));
        Assert.InRange(expected.Count, 200, 399);
    }

    private static TelegramConfig In(Rig rig, GroupPolicy groups) => new() { Token = new Secret(rig.Token), Groups = groups };

    private Task<JsonElement> NameAsync(Rig rig, string username) => sandbox.PostAsync("bots", new { token = rig.Token, username });

    private Task<long> WriteAsync(Rig rig, string text, object? more = null)
    {
        var body = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        (body["token"], body["text"]) = (rig.Token, text);
        body["chat"] = JsonSerializer.SerializeToNode(new { id = Group, type = "supergroup", title = "Friends" });
        if (!body.ContainsKey("senderChat")) body["from"] = JsonSerializer.SerializeToNode(Ann);
        return sandbox.WriteAsync(body);
    }

    /// <summary>What the session delivers when Telegram answers the first poll with these updates.</summary>
    private static async Task<InboundUpdate[]> PollAsync(GroupPolicy groups, params string[] updates)
    {
        await using var stub = new WireStub();
        stub.Answer = call => call.Method == "getUpdates" && call.Offset is null ? call.UpdatesAsync(updates) : WireStub.QuietAsync(call);
        await using var rig = new Rig(stub.Url);
        rig.Start(new TelegramConfig { Token = new Secret("1:" + rig.Token.Split(':')[1]), Groups = groups });
        return (await rig.Listener.BatchAsync()).Updates;
    }
}
