using System.Net;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Discovery;

public sealed class DiscoveryTests
{
    [Fact]
    public async Task Files_RegisterChangeAndStopBots_AndOnlyThey()
    {
        var folder = TestSilo.NewFolder();
        var bots = Directory.CreateDirectory(Path.Combine(folder, "bots")).FullName;
        var file = Path.Combine(bots, "anna.json");
        await File.WriteAllTextAsync(file, TestSilo.Bot("anna", 501));
        await File.WriteAllTextAsync(Path.Combine(bots, "a-broken.json"), "{ \"botId\": ");
        await File.WriteAllTextAsync(Path.Combine(bots, "b-refused.json"), """{"botId":"refused","name":"x","nonsense":1}""");
        await using var silo = await TestSilo.StartAsync(folder, "--MultiBot:Bots:RescanSeconds=1", "--MultiBot:Bots:SettleSeconds=0.05");

        await silo.Client.UntilAsync("/api/v1/bots/anna", bot => (string?)bot["name"] == "anna");
        using var patch = TestSilo.Json("""{"name":"hacked"}""");
        await (await silo.Client.PatchAsync("/api/v1/bots/anna", patch)).ProblemAsync(HttpStatusCode.Conflict, "bot.owned_by_file");
        await (await silo.Client.DeleteAsync("/api/v1/bots/anna")).ProblemAsync(HttpStatusCode.Conflict, "bot.owned_by_file");

        await File.WriteAllTextAsync(file, TestSilo.Bot("anna", 501).Replace("\"name\":\"anna\"", "\"name\":\"Anna II\"", StringComparison.Ordinal));
        await silo.Client.UntilAsync("/api/v1/bots/anna", bot => (string?)bot["name"] == "Anna II");

        File.Delete(file);
        await silo.Client.UntilAsync("/api/v1/bots/anna/status", status => !(bool)status["shouldRun"]!);
        Assert.Equal(HttpStatusCode.OK, (await silo.Client.GetAsync("/api/v1/bots/anna")).StatusCode);

        await File.WriteAllTextAsync(file, TestSilo.Bot("anna", 501));
        await silo.Client.UntilAsync("/api/v1/bots/anna/status", status => (bool)status["shouldRun"]!);
    }

    [Fact]
    public async Task Restart_WithUnchangedFiles_ChangesNothing()
    {
        var folder = TestSilo.NewFolder();
        var bots = Directory.CreateDirectory(Path.Combine(folder, "bots")).FullName;
        await File.WriteAllTextAsync(Path.Combine(bots, "ben.json"), TestSilo.Bot("ben", 502));
        await using var silo = await TestSilo.StartAsync(folder);
        await silo.Client.UntilAsync("/api/v1/bots/ben", _ => true);
        var revision = (await silo.Client.GetAsync("/api/v1/bots/ben")).Headers.ETag;
        await silo.Client.UntilAsync("/api/v1/bots/ben/status", status => (string?)status["status"] == "Running");
        await silo.StopAsync();
        // A second file, whose bot tells when the look at the folder is over: names are read in order.
        await File.WriteAllTextAsync(Path.Combine(bots, "zoe.json"), TestSilo.Bot("zoe", 503));

        await using var again = await TestSilo.StartAsync(folder);
        await again.Client.UntilAsync("/api/v1/bots/zoe", _ => true);

        Assert.Equal(revision, (await again.Client.GetAsync("/api/v1/bots/ben")).Headers.ETag);
    }
}
