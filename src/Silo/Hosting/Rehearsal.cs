using System.Net;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Sessions;
using MultiBot.Sandbox;

namespace MultiBot.Silo.Hosting;

/// <summary>
/// Before a silo takes bots from others it goes once, on a stage of its own, through what a bot does with the outside: it polls, hears a
/// person, asks a model and sends. The first time takes a second of learning types and compiling code, and that second would be the pause
/// of the bots that come first. Whoever has no stage (no port, no time) starts all the same, and its first bots wait.
/// </summary>
public sealed partial class Rehearsal(
    ITelegramSessionFactory sessions, IReplyGeneratorFactory generators, TimeProvider time, ILogger<Rehearsal> logger)
{
    private const string Sandbox = "/sandbox";
    private const string Models = "/models";
    private const long Number = 1;
    private const long Person = 1;

    /// <summary>A second is usual; nobody waits much longer for what only saves time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string Completion =
        """
        {"id":"1","object":"chat.completion","created":1,"model":"rehearsal","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Hello."}}],
        "usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}
        """;

    /// <summary>False: not played to its end.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        try
        {
            await PlayAsync(cancellation).WaitAsync(Patience, time, cancellation);
            return true;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // It only saves time; what is really broken shows with the first bot, by its own code.
            NotPlayed(exception);
            return false;
        }
    }

    private async Task PlayAsync(CancellationToken cancellation)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = await OpenStageAsync(cancellation);
        var bot = BotOn(new Uri(stage.Urls.First()));
        var people = new SandboxPeople(stage.Services.GetRequiredService<SandboxWorld>(), static _ => { });
        await using var session = sessions.Create(bot, removeWebhook: false, new Listener(heard));
        people.Write(Number, Person, "Rehearsal", "Hello");
        session.Start(cursor: null, new OpenGate());
        await AskAsync(bot, cancellation);
        await heard.Task.WaitAsync(cancellation);
        await session.ShowTypingAsync(new ChatId(Person), cancellation);
        await session.SendAsync(new OutgoingMessage { Chat = new ChatId(Person), RowId = 1, Turn = 1, Part = 0, Text = "Hello." }, cancellation);
    }

    private async Task AskAsync(BotConfig bot, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        try
        {
            await generators.For(bot).GenerateAsync(
                new ReplyRequest
                {
                    Bot = bot,
                    Chat = new ChatId(Person),
                    ContactName = "Rehearsal",
                    History = [new HistoryEntry { By = Author.Persona, Text = "Hello.", At = now }],
                    Unanswered = [new InboxMessage { Id = 1, SourceId = 1, Text = "Hello", At = now, StoredAt = now }],
                    Now = now,
                },
                cancellation);
        }
        finally
        {
            generators.Forget(bot.BotId);
        }
    }

    /// <summary>The sandbox and a model that always says the same, on a loopback port.</summary>
    private static async Task<WebApplication> OpenStageAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSandbox();
        var stage = builder.Build();
        stage.MapSandbox(Sandbox);
        stage.MapPost(Models + "/{**rest}", static () => Results.Text(Completion, "application/json"));
        await stage.StartAsync(cancellation);
        return stage;
    }

    private static BotConfig BotOn(Uri stage) => new()
    {
        BotId = BotId.Parse("rehearsal"),
        Name = "Rehearsal",
        Telegram = new TelegramConfig { Token = new Secret($"{Number}:rehearsal-on-a-stage"), ApiUrl = new Uri(stage, Sandbox).ToString() },
        Llm = new LlmConfig { Provider = LlmProvider.Compatible, Endpoint = new Uri(stage, Models).ToString(), Model = "rehearsal" },
    };

    [LoggerMessage(EventName = "start.not_rehearsed", Level = LogLevel.Information, Message = "The rehearsal was not played to its end; the first bots will take a second longer.")]
    private partial void NotPlayed(Exception exception);

    private sealed class Listener(TaskCompletionSource heard) : ISessionListener
    {
        public Task<bool> ReceiveAsync(UpdateBatch batch)
        {
            heard.TrySetResult();
            return Task.FromResult(true);
        }

        public Task ReportAsync(SessionReport report) => Task.CompletedTask;
    }

    private sealed class OpenGate : ISessionGate
    {
        public bool IsOpen => true;
        public CancellationToken Cut => CancellationToken.None;
    }
}

public static class RehearsalRegistration
{
    public static IServiceCollection AddRehearsal(this IServiceCollection services) => services.AddSingleton<Rehearsal>();
}
