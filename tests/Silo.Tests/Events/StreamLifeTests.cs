using System.Diagnostics;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Events;

/// <summary>How streams live and end, on a silo of their own.</summary>
public sealed class StreamLifeTests
{
    private static readonly string[] Quick = ["--MultiBot:Events:SignOfLife=00:00:00.2", "--MultiBot:Security:KeyCacheSeconds=0", "--MultiBot:Events:Remembered=100"];

    [Fact]
    public async Task QuietStream_GivesSignsOfLifeAndMovesItsPositionOn()
    {
        await using var silo = await TestSilo.StartAsync(null, Quick);
        using var feed = await EventFeed.OpenAsync(silo.Client, "?type=FloodWaited");
        var before = long.Parse(feed.LastEventId!, System.Globalization.CultureInfo.InvariantCulture);

        await silo.RegisterAsync("quiet", 411);
        for (var position = before; position <= before;)
        {
            await feed.SignOfLifeAsync();
            position = long.Parse(feed.LastEventId!, System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task Stream_WhoseKeyIsRevoked_Ends()
    {
        await using var silo = await TestSilo.StartAsync(null, Quick);
        var key = await (await silo.Client.PostAsync("/api/v1/keys", TestSilo.Json("""{"name":"short","role":"viewer"}"""))).JsonAsync();
        using var client = silo.WithKey((string)key["key"]!);
        using var feed = await EventFeed.OpenAsync(client);
        await feed.SignOfLifeAsync();

        (await silo.Client.DeleteAsync($"/api/v1/keys/{key["id"]}")).EnsureSuccessStatusCode();

        await feed.EndAsync();
    }

    [Fact]
    public async Task Silo_ThatStops_EndsItsStreamsAndDoesNotWaitForThem()
    {
        var silo = await TestSilo.StartAsync();
        using var client = silo.WithKey(TestSilo.AdminKey);
        using var feed = await EventFeed.OpenAsync(client);

        var stopping = Stopwatch.StartNew();
        await Task.WhenAll(silo.StopAsync(), feed.EndAsync());

        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(20), $"{stopping.Elapsed}");
    }

    /// <summary>More than the memory holds: what is not there any more is read from the store, with no seam.</summary>
    [Fact]
    public async Task Stream_ThatIsFarBehind_CatchesUpAndGoesOnLive()
    {
        await using var silo = await TestSilo.StartAsync(null, Quick);
        await silo.RegisterAsync("busy", 412);
        using var slow = await EventFeed.OpenAsync(silo.Client, "?botId=busy&type=BotConfigChanged");
        var changes = 0;
        for (; changes < 130; changes++) await ChangeAsync();

        using var late = await EventFeed.OpenAsync(silo.Client, "?botId=busy&type=BotConfigChanged&after=0");
        await ChangeAsync();
        changes++;

        var seqs = new List<long>[] { [], [] };
        for (var change = 0; change < changes; change++)
        {
            seqs[0].Add((long)(await slow.NextAsync())["seq"]!);
            seqs[1].Add((long)(await late.NextAsync())["seq"]!);
        }

        Assert.Equal(seqs[0], seqs[1]);
        Assert.Equal(seqs[0].Order().Distinct(), seqs[0]);

        async Task ChangeAsync() =>
            (await silo.Client.PatchAsync("/api/v1/bots/busy", TestSilo.Json($$"""{"tags":["t{{changes}}"]}"""))).EnsureSuccessStatusCode();
    }
}
