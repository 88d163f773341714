using System.Text.RegularExpressions;
using MultiBot.Load.World;
using MultiBot.PrivatePostgres;

namespace MultiBot.Load.Subjects;

/// <summary>Starts a silo as an operator does, on a data folder that outlives the process.</summary>
internal sealed partial class SiloProgram(LoadWorld world, PostgresDatabase? database, IReadOnlyList<string> moreSettings) : IDisposable
{
    public const string Name = "MultiBot";

    /// <summary>As «./run» sets it.</summary>
    private const string YoungGeneration = "DOTNET_GCgen0size";

    private const string AdminKey = "load-admin-key-0123456789-0123456789";

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("multibot-load-");

    /// <summary>Completes when the silo is ready. Answers it with the face its bots are registered through.</summary>
    public async Task<(SubjectProcess Process, SiloBots Bots)> StartAsync(CancellationToken cancelled)
    {
        var process = SubjectProcess.Start(Programs.Silo, [.. Settings(), .. moreSettings.Select(setting => $"--{setting}")], Secrets(), TimeProvider.System);
        try
        {
            var line = await process.Ready.WaitAsync(cancelled);
            return (process, new SiloBots(new Uri(Address().Match(line).Value), AdminKey));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>A silo with a crowd's bots, all polling.</summary>
    public async Task<Subject> StartWithBotsAsync(LoadPlan plan, CancellationToken cancelled)
    {
        var crowd = world.Gather(plan.Bots, plan.Chats);
        var (process, bots) = await StartAsync(cancelled);
        using (bots)
            await bots.RegisterAsync(crowd.Bots, cancelled);
        await world.Polls.AllAsync(crowd.Bots, process, cancelled);
        return new Subject(Name, process, crowd);
    }

    public void Dispose() => data.Delete(recursive: true);

    private string[] Settings() =>
    [
        $"--MultiBot:DataFolder={data.FullName}",
        $"--MultiBot:Bots:Folder={Path.Combine(data.FullName, "bots")}",
        "--MultiBot:Http:Port=0",
        "--MultiBot:Silo:Port=0",
        "--MultiBot:Silo:GatewayPort=0",
        "--MultiBot:Sandbox:Enabled=false",
        $"--MultiBot:Storage:Provider={(database is null ? "Sqlite" : "Postgres")}",
        $"--MultiBot:Telegram:BotApiUrl={world.Url}",
        $"--MultiBot:Llm:Endpoint={world.LlmEndpoint}",
        "--MultiBot:Llm:Model=load",
    ];

    private Dictionary<string, string> Secrets()
    {
        var secrets = new Dictionary<string, string> { ["MultiBot__Security__AdminKey"] = AdminKey, ["MultiBot__Llm__ApiKey"] = "load" };
        if (Environment.GetEnvironmentVariable(YoungGeneration) is null)
            secrets[YoungGeneration] = "0x4000000";
        if (database is not null)
        {
            secrets["ConnectionStrings__MultiBot"] = database.ConnectionString;
            secrets["ConnectionStrings__MultiBotMigrations"] = database.MigrationsConnectionString;
        }

        return secrets;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
