using System.Text.Json;
using MultiBot.Client.Tests.Cluster;

namespace MultiBot.Client.Tests.Sandbox;

/// <summary>The console plays a person in the real sandbox; the bot's side is a small program on its Bot API.</summary>
public sealed class SandboxChatTests(TestSilo silo)
{
    private readonly SandboxHost sandbox = silo.Sandbox;

    [Fact]
    public async Task OneLine_WhenTheBotAnswersInParts_ShowsBothSides()
    {
        var bot = sandbox.NewBot();
        await using var responder = new Responder(sandbox.ApiOf(bot), text => [$"You said: {text}", "And more."]);

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "sandbox", "chat", bot.Id.Value, "--text", "hi", "--name", "Bob"));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal("Bob\thi\nAnna\tYou said: hi\nAnna\tAnd more.\n", run.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task OneLine_WhenThereIsAnEarlierConversation_ShowsOnlyTheNew()
    {
        var bot = sandbox.NewBot();
        await using var responder = new Responder(sandbox.ApiOf(bot), text => [text.ToUpperInvariant()]);
        var args = ConsoleRun.At(silo, "sandbox", "chat", bot.Id.Value, "--json", "--as", "42");

        await ConsoleRun.Script([.. args, "--text", "first"]);
        var run = await ConsoleRun.Script([.. args, "--text", "second"]);

        Assert.Equal(0, run.Code);
        Assert.Equal(
            [("person", "second"), ("bot", "SECOND")],
            JsonDocument.Parse(run.Out).RootElement.EnumerateArray().Select(line => (line.GetProperty("from").GetString(), line.GetProperty("text").GetString())));
    }

    [Fact]
    public async Task OneLine_WhenNobodyAnswers_FailsAfterTheWait()
    {
        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "sandbox", "chat", sandbox.NewBot().Id.Value, "--text", "hi", "--wait", "1"));

        Assert.Equal(1, run.Code);
        Assert.Contains("Guest\thi", run.Out, StringComparison.Ordinal);
        Assert.StartsWith("sandbox.no_answer: Anna did not answer within 1 s.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipe_WhenItHasSeveralLines_SaysThemInTurn()
    {
        var bot = sandbox.NewBot();
        await using var responder = new Responder(sandbox.ApiOf(bot), text => ["re: " + text]);

        var run = await ConsoleRun.Script("one\n\ntwo\n", ConsoleRun.At(silo, "sandbox", "chat", bot.Id.Value, "--wait", "20"));

        Assert.Equal("Guest\tone\nAnna\tre: one\nGuest\ttwo\nAnna\tre: two\n", run.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Conversation_WhenAPersonTypes_ShowsAnswersAndWhatTheBotSaysByItself()
    {
        var bot = sandbox.NewBot();
        using var keyboard = new TypedInput();
        await using var responder = new Responder(sandbox.ApiOf(bot), text => ["re: " + text]);
        using var screen = new WatchedScreen(
            ("re: hello", () => _ = responder.SayAsync(1000, "are you there?")),
            ("are you there?", keyboard.End));
        keyboard.Type("hello");

        var run = await ConsoleRun.Watched(screen, keyboard, TestContext.Current.CancellationToken, ConsoleRun.At(silo, "sandbox", "chat", bot.Id.Value));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(
            "You are Guest, talking to Anna. Ctrl-D leaves.\nAnna: re: hello\nAnna: are you there?\n",
            run.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Conversation_WhenInterrupted_EndsWell()
    {
        using var keyboard = new TypedInput();
        using var interrupt = new CancellationTokenSource();
        using var screen = new WatchedScreen(("Ctrl-D leaves", interrupt.Cancel));

        var run = await ConsoleRun.Watched(screen, keyboard, interrupt.Token, ConsoleRun.At(silo, "sandbox", "chat", sandbox.NewBot().Id.Value));

        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    [Fact]
    public async Task Chat_WhenTheBotIsNotOnTheSandbox_IsRefused()
    {
        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "sandbox", "chat", sandbox.NewBot("https://api.telegram.org").Id.Value, "--text", "hi"));

        Assert.Equal(1, run.Code);
        Assert.StartsWith("sandbox.not_here:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_WhenTheBotHasNoToken_IsRefused()
    {
        var bot = sandbox.NewBot();
        bot.AccountId = null;

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "sandbox", "chat", bot.Id.Value, "--text", "hi"));

        Assert.StartsWith("sandbox.no_account:", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "sandbox.unreachable:")]
    [InlineData("{root}wrong", "sandbox.off:")]
    public async Task Chat_WhenThereIsNoSandboxThere_SaysSo(string url, string code)
    {
        var at = url.Replace("{root}", sandbox.Root.AbsoluteUri, StringComparison.Ordinal);

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "sandbox", "chat", sandbox.NewBot().Id.Value, "--text", "hi", "--url", at));

        Assert.Equal(1, run.Code);
        Assert.StartsWith(code, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSilo.Key, run.Error, StringComparison.Ordinal);
    }
}
