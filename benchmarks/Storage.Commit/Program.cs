using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MultiBot.Storage;
using MultiBot.Storage.Commit;
using MultiBot.Storage.Startup;

// Durable slices a second on SQLite: callers that each receive a message, answer it and record that it was sent, one after
// another, all waiting for the disk. dotnet run -c Release --project benchmarks/Storage.Commit [seconds]
var seconds = args is [var text, ..] ? double.Parse(text, CultureInfo.InvariantCulture) : 5;
var folder = Directory.CreateTempSubdirectory("multibot-commit-");
try
{
    await using var services = new ServiceCollection()
        .AddLogging()
        .AddMultiBotStorage(new ConfigurationBuilder().AddInMemoryCollection([new("MultiBot:DataFolder", folder.FullName)]).Build())
        .BuildServiceProvider();
    await services.GetRequiredService<IStorageStartup>().StartAsync(CancellationToken.None);
    var crowd = await Crowd.RegisterAsync(services, bots: 10);
    await MeasureAsync(crowd, callers: 64, seconds: 2);
    foreach (var callers in (int[])[64, 512])
    {
        var before = Environment.CpuUsage.TotalTime;
        var (slices, elapsed) = await MeasureAsync(crowd, callers, seconds);
        var processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds / slices * 10_000;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{callers} callers: {slices / elapsed.TotalSeconds:N0} durable slices/s, {processor:F2} processor seconds per 10,000"));
    }
}
finally
{
    folder.Delete(recursive: true);
}

static async Task<(long Slices, TimeSpan Elapsed)> MeasureAsync(Crowd crowd, int callers, double seconds)
{
    var watch = Stopwatch.StartNew();
    var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => crowd.TalkAsync(caller, () => watch.Elapsed.TotalSeconds < seconds)));
    return (counts.Sum(), watch.Elapsed);
}
