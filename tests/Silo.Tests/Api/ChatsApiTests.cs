using System.Net;
using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Api;

[Collection(OneSilo.Name)]
public sealed class ChatsApiTests(SharedSilo shared)
{
    private HttpClient Client => shared.Silo.Client;

    [Fact]
    public async Task Message_OfAPerson_IsAnsweredAndBothAreListed()
    {
        await shared.Silo.RegisterAsync("talker", 301);
        await SayAsync(301, 7, "hello");

        var answered = await Client.UntilAsync("/api/v1/bots/talker/chats/7/messages?order=asc", page => HasSent(page));

        var messages = answered["items"]!.AsArray();
        Assert.Equal(("in", "text", "hello", "answered", "contact"), Fields(messages[0]!));
        Assert.Equal(("out", "text", (string?)messages[1]!["text"], "sent", "persona"), Fields(messages[1]!));
        var chat = await (await Client.GetAsync("/api/v1/bots/talker/chats/7")).JsonAsync();
        Assert.Equal(("persona", 7), ((string?)chat["mode"], (long)chat["chatId"]!));
        Assert.Equal(7, (long)(await (await Client.GetAsync("/api/v1/bots/talker/chats")).JsonAsync())["items"]![0]!["chatId"]!);
    }

    [Theory]
    [InlineData("Grüße 👋🏽 مرحبا بالعالم")]
    [InlineData("line\nbreak \"quoted\" \\ <b>&amp;")]
    public async Task Send_AnyScript_ReachesThePersonAsWritten(string text)
    {
        var bot = $"script-{text.Length}";
        var account = 320 + text.Length;
        await shared.Silo.RegisterAsync(bot, account);
        await OpenAsync(bot, account, 8);

        var accepted = await Client.PostAsync($"/api/v1/bots/{bot}/chats/8/messages", TestSilo.Json(new JsonObject { ["text"] = text }.ToJsonString()));

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.True((long)(await accepted.JsonAsync())["id"]! > 0);
        await SeenAsync(account, 8, seen => seen.Contains(text));
    }

    [Fact]
    public async Task Send_FiveThousandCharacters_ArrivesWholeInSeveralMessages()
    {
        await shared.Silo.RegisterAsync("longer", 302);
        await OpenAsync("longer", 302, 9);
        var text = string.Concat(Enumerable.Repeat("This is a sentence of some words. ", 147)).Trim();

        (await Client.PostAsync("/api/v1/bots/longer/chats/9/messages", TestSilo.Json(new JsonObject { ["text"] = text }.ToJsonString()))).EnsureSuccessStatusCode();

        await SeenAsync(302, 9, seen => seen.Count(line => line.StartsWith("This is", StringComparison.Ordinal)) == 2 && seen.All(line => line.Length <= 4096));
    }

    [Theory]
    [InlineData("""{"text":""}""", "message.empty")]
    [InlineData("""{"text":"  \n "}""", "message.empty")]
    [InlineData("""{"text":"a\u0000b"}""", "message.unstorable")]
    [InlineData("""{"text":7}""", "field.type")]
    [InlineData("""{"text":"\ud800"}""", "field.type")]
    public async Task Send_WhatCanNotBeSaid_IsRefused(string body, string code)
    {
        await EnsureAsync("refuser", 303);
        await OpenAsync("refuser", 303, 10);

        var problem = await (await Client.PostAsync("/api/v1/bots/refuser/chats/10/messages", TestSilo.Json(body))).ProblemAsync(HttpStatusCode.BadRequest, "body.invalid");

        Assert.Equal(("/text", code), ((string?)problem["errors"]![0]!["pointer"], (string?)problem["errors"]![0]!["code"]));
    }

    [Fact]
    public async Task Chat_NobodyOpened_IsNotFoundForEveryCommand()
    {
        await EnsureAsync("empty", 304);
        foreach (var command in new[] { "takeover", "handback", "pause", "resume" })
            await (await Client.PostAsync($"/api/v1/bots/empty/chats/99/{command}", null)).ProblemAsync(HttpStatusCode.NotFound, "chat.not_found");
        await (await Client.PostAsync("/api/v1/bots/empty/chats/99/messages", TestSilo.Json("""{"text":"hi"}"""))).ProblemAsync(HttpStatusCode.NotFound, "chat.not_found");
        await (await Client.GetAsync("/api/v1/bots/empty/chats/ninety")).ProblemAsync(HttpStatusCode.BadRequest, "query.parameter");
        await (await Client.PostAsync("/api/v1/bots/empty/parked/5/retry", null)).ProblemAsync(HttpStatusCode.NotFound, "message.not_parked");
    }

    [Fact]
    public async Task TakeOver_AndHandBack_ChangeTheMode()
    {
        await shared.Silo.RegisterAsync("taken", 305);
        await OpenAsync("taken", 305, 11);

        Assert.Equal("human", (string?)(await (await Client.PostAsync("/api/v1/bots/taken/chats/11/takeover", null)).JsonAsync())["mode"]);
        Assert.Equal("human", (string?)(await (await Client.GetAsync("/api/v1/bots/taken/chats/11")).JsonAsync())["mode"]);
        Assert.Equal("persona", (string?)(await (await Client.PostAsync("/api/v1/bots/taken/chats/11/handback", null)).JsonAsync())["mode"]);
        await (await Client.PostAsync("/api/v1/bots/taken/chats/11/messages?x=1", TestSilo.Json("""{"text":"by hand"}"""))).JsonAsync();
    }

    private async Task EnsureAsync(string bot, long account)
    {
        if (!(await Client.GetAsync("/api/v1/bots/" + bot)).IsSuccessStatusCode)
            await shared.Silo.RegisterAsync(bot, account);
    }

    /// <summary>The person writes and has been answered.</summary>
    private async Task OpenAsync(string bot, long account, long chat)
    {
        await SayAsync(account, chat, "hi");
        await Client.UntilAsync($"/api/v1/bots/{bot}/chats/{chat}/messages", page => HasSent(page));
    }

    private async Task SayAsync(long account, long chat, string text) =>
        (await Client.PostAsync("/sandbox/control/messages", TestSilo.Json(
            $$"""{"token":"{{account}}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","chatId":{{chat}},"from":{"id":{{chat}},"firstName":"Kim"},"text":"{{text}}"}"""))).EnsureSuccessStatusCode();

    private Task<JsonNode> SeenAsync(long account, long chat, Func<List<string>, bool> isSo) =>
        Client.UntilAsync($"/sandbox/control/chats/{account}/{chat}", seen => isSo([.. seen.AsArray().Where(line => (string?)line!["from"] == "bot").Select(line => (string)line!["text"]!)]));

    private static bool HasSent(JsonNode page) =>
        page["items"]!.AsArray().Any(message => (string?)message!["state"] == "sent") && page["items"]!.AsArray().All(message => (string?)message!["state"] is "sent" or "answered");

    private static (string?, string?, string?, string?, string?) Fields(JsonNode message) =>
        ((string?)message["direction"], (string?)message["kind"], (string?)message["text"], (string?)message["state"], (string?)message["by"]);
}
