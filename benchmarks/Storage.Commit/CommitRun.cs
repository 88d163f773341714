using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MultiBot.PrivatePostgres;
using MultiBot.Storage.Startup;

namespace MultiBot.Storage.Commit;

/// <summary>Warms up, measures, prints. A message is three slices: received, answered, sent.</summary>
internal static class CommitRun
{
    private const int SlicesOfAMessage = 3;

    public static async Task<int> MeasureAsync(CommitPlan plan, CancellationToken cancelled)
    {
        await using var server = plan.Postgres
            ? await PostgresServer.StartAsync(plan.Statements ? StatementCosts.Options : new PostgresServerOptions(), cancelled)
            : null;
        var costs = server is not null && plan.Statements ? new StatementCosts(server) : null;
        var folder = Directory.CreateTempSubdirectory("multibot-commit-");
        try
        {
            await using var services = await StartAsync(folder, server, cancelled);
            var crowd = await Crowd.RegisterAsync(services, plan.Bots);
            await TalkAsync(crowd, callers: 512, plan.WarmUp);
            foreach (var callers in (int[])[64, 512, 1000]) await ReportAsync(crowd, callers, plan.Measured, server, costs);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static async Task<ServiceProvider> StartAsync(DirectoryInfo folder, PostgresServer? server, CancellationToken cancelled)
    {
        var settings = new Dictionary<string, string?> { ["MultiBot:DataFolder"] = folder.FullName };
        if (server is not null)
        {
            var database = await server.CreateDatabaseAsync(cancelled);
            settings["MultiBot:Storage:Provider"] = nameof(StorageProvider.Postgres);
            settings["ConnectionStrings:MultiBot"] = database.ConnectionString;
            settings["ConnectionStrings:MultiBotMigrations"] = database.MigrationsConnectionString;
        }

        var services = new ServiceCollection()
            .AddLogging()
            .AddMultiBotStorage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
        await services.GetRequiredService<IStorageStartup>().StartAsync(cancelled);
        return services;
    }

    private static async Task ReportAsync(Crowd crowd, int callers, TimeSpan measured, PostgresServer? server, StatementCosts? costs)
    {
        if (costs is not null) await costs.ResetAsync();
        var (own, servers) = (Environment.CpuUsage.TotalTime, server?.ProcessorTime ?? TimeSpan.Zero);
        var (slices, elapsed) = await TalkAsync(crowd, callers, measured);
        var messages = slices / (double)SlicesOfAMessage;
        var spent = (Environment.CpuUsage.TotalTime - own).TotalSeconds / messages * 10_000;
        var spentByServer = ((server?.ProcessorTime ?? TimeSpan.Zero) - servers).TotalSeconds / messages * 10_000;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{callers,4} callers: {slices / elapsed.TotalSeconds:N0} durable slices/s, {messages / elapsed.TotalSeconds:N0} messages/s; CPU seconds per 10,000 messages: {spent:F2} here, {spentByServer:F2} in the server"));
        if (costs is not null) await costs.PrintAsync(messages);
    }

    private static async Task<(long Slices, TimeSpan Elapsed)> TalkAsync(Crowd crowd, int callers, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => crowd.TalkAsync(caller, () => watch.Elapsed < duration)));
        return (counts.Sum(), watch.Elapsed);
    }
}
