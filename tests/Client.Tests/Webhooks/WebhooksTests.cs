using System.Text.Json;
using MultiBot.Client.Tests.Cluster;
using MultiBot.Grains.Abstractions.Webhooks;

namespace MultiBot.Client.Tests.Webhooks;

public sealed class WebhooksTests(TestSilo silo)
{
    [Fact]
    public async Task Webhook_FromOptions_IsMadeAndItsSecretShown()
    {
        var run = await ConsoleRun.Script(ConsoleRun.At(
            silo, "webhooks", "add", "--name", "shop", "--url", "https://shop.example/hook/hidden", "--type", "MessageSent", "--type", "ReplyFailed", "--bot", "anna", "--include-text"));

        var hook = Made(run);
        Assert.Equal($"Made {hook.Id}. Its secret, shown this once:\n{FakeWebhooksGrain.DrawnSecret}\n", run.Out.ReplaceLineEndings("\n"));
        Assert.Equal(("shop", "https://shop.example/hook/hidden", true), (hook.Name, hook.Url, hook.IncludeText));
        Assert.Equal(["MessageSent", "ReplyFailed"], hook.Types);
        Assert.Equal(["anna"], hook.Bots!);
    }

    [Fact]
    public async Task Secret_AndAddress_ComeFromStandardInput()
    {
        var run = await ConsoleRun.Script(
            "https://shop.example/hidden\nwhsec_given\n", ConsoleRun.At(silo, "webhooks", "add", "--name", "n", "--url", "-", "--secret", "-", "--type", "BotStopped", "--json"));

        var json = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(("https://shop.example/hidden", "whsec_given"), (json.GetProperty("url").GetString(), json.GetProperty("secret").GetString()));
        Assert.Equal(41, json.GetProperty("state").GetProperty("position").GetInt64());
    }

    [Fact]
    public async Task Webhook_FromAFileThatIsRefused_SaysWhy()
    {
        var run = await ConsoleRun.Script("""{"name":"n","url":"https://shop.example"}""", ConsoleRun.At(silo, "webhooks", "add", "-"));

        Assert.Equal(1, run.Code);
        Assert.Contains("/types", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ShowsHowTheyDo_AndNotWhatFollowsTheHost()
    {
        var id = await MakeAsync("https://shop.example/hidden");

        var plain = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "list"));
        var json = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "list", "--json"));

        var line = plain.Out.ReplaceLineEndings("\n").Split('\n').Single(one => one.StartsWith(id + "\t", StringComparison.Ordinal));
        Assert.Equal($"{id}\tn\thttps://shop.example\tall\tBotStopped\tyes\t41\twebhook.server_error\t2026-11-22 12:00:00Z", line);
        var item = JsonDocument.Parse(json.Out).RootElement.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        Assert.Equal(
            ["id", "name", "url", "secret", "bots", "tag", "types", "includeText", "enabled", "state"], item.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task Show_MasksTheSecret()
    {
        var id = await MakeAsync("https://shop.example/hidden");

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "show", id));

        Assert.Contains("secret\t***\n", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("failing since\t2026-11-22 12:00:00Z\n", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_ChangesAField_OnTopOfARevision()
    {
        var id = await MakeAsync("https://shop.example/good");

        var off = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "edit", id, "--set", "enabled=false", "--revision", "1"));
        var stale = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "edit", id, "--set", "enabled=true", "--revision", "1"));
        var drawn = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "edit", id, "--set", "secret=null"));

        Assert.Equal($"Changed {id}, now at revision 2.\n", off.Out.ReplaceLineEndings("\n"));
        Assert.False(silo.Cluster.Webhooks[id].Enabled);
        Assert.StartsWith("config.revision_stale:", stale.Error, StringComparison.Ordinal);
        Assert.Contains(FakeWebhooksGrain.DrawnSecret, drawn.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_TellsWhatCameBack_AndFailsWhenItWasNotTaken()
    {
        var (good, bad) = (await MakeAsync("https://shop.example/good"), await MakeAsync("https://shop.example/bad"));

        var taken = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "test", good));
        var refused = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "test", bad));
        var json = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "test", bad, "--json"));

        Assert.Equal((0, "Taken: 204, 12 ms.\n"), (taken.Code, taken.Out.ReplaceLineEndings("\n")));
        Assert.Equal((1, "Not taken: webhook.server_error, 503 Service Unavailable, 12 ms.\n"), (refused.Code, refused.Out.ReplaceLineEndings("\n")));
        Assert.Equal((1, 12.3), (json.Code, JsonDocument.Parse(json.Out).RootElement.GetProperty("durationMs").GetDouble()));
    }

    [Fact]
    public async Task Remove_AsksFirst()
    {
        var id = await MakeAsync("https://shop.example/good");

        var unasked = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "remove", id));
        var removed = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "remove", id, "--yes"));
        var gone = await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "show", id));

        Assert.Equal(2, unasked.Code);
        Assert.Equal($"Removed {id}.\n", removed.Out.ReplaceLineEndings("\n"));
        Assert.StartsWith("webhook.not_found:", gone.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webhooks", "show", "nonsense")]
    [InlineData("webhooks", "add")]
    [InlineData("webhooks", "add", "file.json", "--name", "n")]
    [InlineData("webhooks", "edit", "wh_1")]
    [InlineData("webhooks", "edit", "wh_1", "--set", "nonsense")]
    public async Task Nonsense_IsWrongUsage(params string[] args) => Assert.Equal(2, (await ConsoleRun.Script(ConsoleRun.At(silo, args))).Code);

    private async Task<string> MakeAsync(string url) =>
        Made(await ConsoleRun.Script(ConsoleRun.At(silo, "webhooks", "add", "--name", "n", "--url", url, "--type", "BotStopped"))).Id.Value;

    private WebhookView Made(ConsoleRun run)
    {
        Assert.True(run.Code == 0, run.Error);
        return silo.Cluster.Webhooks[run.Out["Made ".Length..run.Out.IndexOf('.', StringComparison.Ordinal)]];
    }
}
