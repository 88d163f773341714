using System.Security.Cryptography;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Sandbox;
using MultiBot.Silo.Settings;

namespace MultiBot.Silo.Hosting;

/// <summary>
/// Before a silo joins a cluster a small one plays its part in the same process, without an audience: on a database, a Telegram and a
/// model of its own, a bot answers some people. The first time of everything takes seconds of loading types and compiling code; without
/// a rehearsal the people of the first bots that others hand over would wait for it. When nobody else runs they wait already, and it is
/// left out.
/// </summary>
internal static partial class Rehearsal
{
    private const string Key = $"{SiloSettings.Section}:{nameof(SiloSettings.Rehearse)}";
    private const long Account = 1;
    private const int People = 4;
    private const string Stage = ".rehearsal";
    private const string Model = "/rehearsal/chat/completions";

    private const string Completion =
        """
        {"id":"1","object":"chat.completion","created":1,"model":"rehearsal","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Hello."}}],
        "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
        """;

    /// <summary>For the answers. They take a second; nobody waits much longer for what only saves time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Plays, if it is of use and not left out. A failure is logged and no more: what is really broken shows when the silo itself starts.</summary>
    /// <param name="services">Of the silo that starts afterwards.</param>
    /// <param name="cancellation">Gives up before it began.</param>
    public static async Task PlayAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var settings = services.GetRequiredService<HostSettings>();
        if (!settings.Silo.Rehearse)
            return;

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Rehearsal));
        var time = services.GetRequiredService<TimeProvider>();
        var stage = settings.Data.File(Stage);
        try
        {
            if (!await ActivatorUtilities.CreateInstance<OtherSilos>(services).AnyRunsAsync(cancellation))
                return;

            var began = time.GetTimestamp();
            Clear(stage);
            await PlayAsync(Build(stage), time);
            await ActivatorUtilities.CreateInstance<StoreRehearsal>(services).PlayAsync(cancellation);
            Clear(stage);
            Played(logger, time.GetElapsedTime(began).TotalSeconds);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            Failed(logger, Key, failure);
        }
    }

    private static async Task PlayAsync(WebApplication app, TimeProvider time)
    {
        await using (app)
        {
            var left = People;
            var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var people = new SandboxPeople(app.Services.GetRequiredService<SandboxWorld>(), _ =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                    answered.TrySetResult();
            });
            app.MapPost(Model, static () => Results.Text(Completion, "application/json")).AllowAnonymous();

            await app.StartSiloAsync(TextWriter.Null);
            try
            {
                var url = app.Services.GetRequiredService<SiloIdentity>().LocalUrl;
                var bot = await app.Services.GetRequiredService<IGrainFactory>().Manager().RegisterBot(new BotWrite { Json = Bot(url) });
                if (bot.Problem is { } problem)
                    throw new InvalidOperationException(problem.ToString());
                for (var person = 1; person <= People; person++)
                    people.Write(Account, person, "Rehearsal", "Hello");
                await answered.Task.WaitAsync(Patience, time);
            }
            finally
            {
                // Whatever came of it, nothing of it runs on beside the silo itself.
                await app.StopAsync();
            }
        }
    }

    /// <summary>Made of the same parts, with nothing of the operator's settings: they are for the silo itself.</summary>
    private static WebApplication Build(string stage) => SiloComposition.Build(
        [],
        first: builder =>
        {
            ((IConfigurationBuilder)builder.Configuration).Sources.Clear();
            builder.Configuration.AddInMemoryCollection(Settings(stage));
        },
        last: builder =>
        {
            builder.Logging.ClearProviders();
            // The signals that end the process are not for this one.
            builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        });

    private static Dictionary<string, string?> Settings(string stage) => new()
    {
        [Key] = "false",
        ["MultiBot:Silo:Name"] = "rehearsal",
        ["MultiBot:Silo:Port"] = "0",
        ["MultiBot:Silo:GatewayPort"] = "0",
        ["MultiBot:Http:Port"] = "0",
        ["MultiBot:DataFolder"] = stage,
        ["MultiBot:Bots:Folder"] = Path.Combine(stage, "bots"),
        ["MultiBot:Security:AdminKey"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)),
    };

    private static string Bot(Uri url) =>
        $$"""
        {
          "botId": "rehearsal", "name": "Rehearsal", "telegram": { "kind": "bot", "token": "{{Account}}:rehearsal-on-a-stage-of-its-own-000", "apiUrl": "sandbox" },
          "llm": { "provider": "compatible", "endpoint": "{{new Uri(url, "/rehearsal")}}", "apiKey": "rehearsal", "model": "rehearsal" },
          "pacing": { "debounceSeconds": 0, "minTypingSeconds": 0, "maxTypingSeconds": 0 }, "features": { "disclosure": false }
        }
        """;

    /// <summary>Also what a rehearsal left behind that was killed.</summary>
    private static void Clear(string stage)
    {
        if (Directory.Exists(stage))
            Directory.Delete(stage, recursive: true);
    }

    [LoggerMessage(EventName = "RehearsalPlayed", Level = LogLevel.Information, Message = "Rehearsed for {Seconds:F1} s")]
    private static partial void Played(ILogger logger, double seconds);

    [LoggerMessage(EventName = "RehearsalFailed", Level = LogLevel.Warning, Message = "The rehearsal failed: people of this silo's first bots wait some seconds longer. {Key}=false leaves it out")]
    private static partial void Failed(ILogger logger, string key, Exception failure);

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
