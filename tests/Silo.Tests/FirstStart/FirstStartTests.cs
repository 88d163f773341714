using System.Globalization;
using System.Net;
using MultiBot.Silo.FirstStart;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.FirstStart;

public sealed class FirstStartTests
{
    private static string[] NoFixedKey => ["--MultiBot:Security:AdminKey="];

    [Fact]
    public async Task FirstStart_PrintsUrlAndKeyOnce_AndLeavesTheKeyForItsOwnerOnly()
    {
        using var printed = new StringWriter(CultureInfo.InvariantCulture);
        await using var silo = await TestSilo.StartAsync(printed, folder: null, NoFixedKey);
        var file = Path.Combine(silo.Folder, AdminKeyFile.Name);
        var key = (await File.ReadAllTextAsync(file)).Trim();

        Assert.Contains(key, printed.ToString(), StringComparison.Ordinal);
        Assert.Contains($"ready http://127.0.0.1:{silo.Identity.HttpPort}", printed.ToString(), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        using var admin = silo.WithKey(key);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/v1/keys")).StatusCode);
        await silo.StopAsync();

        using var later = new StringWriter(CultureInfo.InvariantCulture);
        await using var again = await TestSilo.StartAsync(later, silo.Folder, NoFixedKey);
        Assert.DoesNotContain("mb_", later.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("ready ", later.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_OnceRemovedAndErased_StaysAway()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Client.UntilAsync("/api/v1/bots/demo/status", status => (string?)status["status"] == "Running");
        Assert.Equal(HttpStatusCode.NoContent, (await silo.Client.DeleteAsync("/api/v1/bots/demo?erase=true")).StatusCode);
        await silo.StopAsync();

        await using var again = await TestSilo.StartAsync(silo.Folder);

        await (await again.Client.GetAsync("/api/v1/bots/demo")).ProblemAsync(HttpStatusCode.NotFound, "bot.not_found");
    }

    [Fact]
    public async Task AdminKeyCommand_WhileTheSiloRuns_MakesANewKeyAndRevokesTheOld()
    {
        await using var silo = await TestSilo.StartAsync(TextWriter.Null, folder: null, NoFixedKey);
        using var old = silo.WithKey((await File.ReadAllTextAsync(Path.Combine(silo.Folder, AdminKeyFile.Name))).Trim());
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        Assert.Equal(0, await AdminKeyCommand.RunAsync([$"--MultiBot:DataFolder={silo.Folder}"], output, TimeProvider.System));

        using var renewed = silo.WithKey(output.ToString().Split('\n')[0].Trim());
        Assert.Equal(HttpStatusCode.OK, (await renewed.GetAsync("/api/v1/keys")).StatusCode);
        await (await old.GetAsync("/api/v1/keys")).ProblemAsync(HttpStatusCode.Unauthorized, "auth.key_invalid");
    }

    [Fact]
    public async Task AdminKeyCommand_WhileNoSiloRuns_IsTakenUpByTheNextStart()
    {
        var silo = await TestSilo.StartAsync(TextWriter.Null, folder: null, NoFixedKey);
        await silo.StopAsync();
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        await AdminKeyCommand.RunAsync([$"--MultiBot:DataFolder={silo.Folder}"], output, TimeProvider.System);

        await using var again = await TestSilo.StartAsync(TextWriter.Null, silo.Folder, NoFixedKey);

        using var renewed = again.WithKey(output.ToString().Split('\n')[0].Trim());
        Assert.Equal(HttpStatusCode.OK, (await renewed.GetAsync("/api/v1/keys")).StatusCode);
    }
}
