using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MultiBot.Load.World;
using MultiBot.PrivatePostgres;

namespace MultiBot.Load.Subjects;

/// <summary>
/// Starts silos as an operator does: on one database, with the same master key, each on a data folder of its own that outlives the process.
/// </summary>
internal sealed partial class SiloProgram(LoadWorld world, PostgresDatabase? database, LoadPlan run) : IDisposable
{
    public const string Name = "MultiBot";

    /// <summary>As «./run» sets them, where the environment says nothing else.</summary>
    private static readonly (string Name, string Value)[] Runtime =
        [("DOTNET_GCgen0size", "0x8000000"), ("DOTNET_SYSTEM_BUFFERS_SHAREDARRAYPOOL_MAXARRAYSPERPARTITION", "256")];

    public const string AdminKey = "load-admin-key-0123456789-0123456789";

    private readonly string masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("multibot-load-");

    /// <summary>Completes when the silo is ready. Answers it with the face its bots are registered through.</summary>
    /// <param name="number">Which silo, from 1.</param>
    /// <param name="cancelled">Gives it up.</param>
    /// <param name="only">Settings of this start alone, <c>KEY=VALUE</c>.</param>
    public async Task<(SubjectProcess Process, SiloBots Bots)> StartAsync(int number, CancellationToken cancelled, params IEnumerable<string> only)
    {
        var process = SubjectProcess.Start(run.SiloProgram ?? Programs.Silo, [.. Settings(number), .. run.SiloSettings.Concat(only).Select(setting => $"--{setting}")], Secrets(), TimeProvider.System);
        try
        {
            var line = await process.Ready.WaitAsync(cancelled);
            return (process, new SiloBots(AddressIn(line), AdminKey));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Silos with a crowd's bots, all polling, evenly shared out.</summary>
    public async Task<Subject> StartWithBotsAsync(LoadPlan plan, CancellationToken cancelled)
    {
        var crowd = world.Gather(plan.Bots, plan.Chats);
        var subject = new Subject(plan.Silos == 1 ? Name : $"{Name} ×{plan.Silos}", [], crowd);
        for (var number = 1; number <= plan.Silos; number++)
        {
            var (process, bots) = await StartAsync(number, cancelled);
            subject.Joins(process);
            using (bots)
            {
                if (number == plan.Silos)
                    await bots.RegisterAsync(crowd.Bots, plan.BotPatch, cancelled);
            }
        }

        await world.Polls.AllAsync(crowd.Bots, subject.Check, cancelled);
        if (plan.Silos > 1)
            await Shares.EvenAsync(plan.Silos, BotShares.BalancerSlack, subject.Check, cancelled);
        return subject;
    }

    /// <exception cref="InvalidOperationException">Only PostgreSQL is shared by silos.</exception>
    public BotShares Shares => new(database ?? throw new InvalidOperationException("Several silos need PostgreSQL."), TimeProvider.System);

    public void Dispose() => data.Delete(recursive: true);

    private string[] Settings(int number) =>
    [
        $"--MultiBot:DataFolder={Path.Combine(data.FullName, $"silo-{number}")}",
        $"--MultiBot:Bots:Folder={Path.Combine(data.FullName, "bots")}",
        $"--MultiBot:Silo:Name=silo-{number}",
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
        var secrets = new Dictionary<string, string> { ["MultiBot__Security__AdminKey"] = AdminKey, ["MultiBot__Security__MasterKey"] = masterKey, ["MultiBot__Llm__ApiKey"] = "load" };
        foreach (var (name, value) in Runtime)
        {
            if (Environment.GetEnvironmentVariable(name) is null)
                secrets[name] = value;
        }

        foreach (var (name, value) in world.Trust)
            secrets[name] = value;
        if (database is not null)
        {
            secrets["ConnectionStrings__MultiBot"] = database.ConnectionString;
            secrets["ConnectionStrings__MultiBotMigrations"] = database.MigrationsConnectionString;
        }

        return secrets;
    }

    /// <summary>Of a silo, as it says it when it is ready.</summary>
    public static Uri AddressIn(string ready) => new(Address().Match(ready).Value);

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
