using System.Net.Security;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;
using MultiBot.Telegram.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MultiBot.Telegram.Tests;

/// <summary>The project as a host composes it, with a listener in the place of a grain.</summary>
internal sealed class Rig : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come, before it fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static int lastBot = 2_000;

    private readonly ServiceProvider services;
    private readonly List<ITelegramSession> sessions = [];

    public Rig(string apiUrl, TimeProvider? clock = null, Dictionary<string, string?>? settings = null, ISandboxAddress? sandbox = null, ILoggerProvider? logs = null, SslClientAuthenticationOptions? trust = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).AddInMemoryCollection(
            new Dictionary<string, string?> { ["MultiBot:Telegram:BotApiUrl"] = apiUrl }).Build();
        var collection = new ServiceCollection();
        collection.AddSingleton(clock ?? TimeProvider.System).AddSingleton(new Random(1));
        if (sandbox is not null)
            collection.AddSingleton(sandbox);
        collection.AddTelegram(configuration);
        if (trust is not null)
            collection.AddSingleton(trust);
        collection.AddLogging(log =>
        {
            log.SetMinimumLevel(LogLevel.Trace);
            if (logs is not null)
                log.AddProvider(logs);
        });
        services = collection.BuildServiceProvider();
        Gate = new TestGate(Lease.Token);
    }

    public TestListener Listener { get; } = new();

    public string Token { get; } = NewToken();

    public CancellationTokenSource Lease { get; } = new();

    public TestGate Gate { get; }

    public IServiceProvider Services => services;

    public static string NewToken() => $"{Interlocked.Increment(ref lastBot)}:AAE-{Guid.NewGuid():N}";

    public static OutgoingMessage Message(string text, long chat = 5) => new() { Chat = new ChatId(chat), RowId = 1, Turn = 1, Part = 0, Text = text };

    /// <summary>A session that is not started.</summary>
    public ITelegramSession Create(TelegramConfig? config = null, bool removeWebhook = false, ISessionListener? listener = null, string? username = null)
    {
        var bot = new BotConfig { BotId = BotId.Parse("anna"), Name = "Anna", Telegram = config ?? new() { Token = new Secret(Token) } };
        var record = new BotRecord { Config = bot, OwnJson = "{}", RemoveWebhook = removeWebhook, Username = username };
        var session = services.GetRequiredService<ITelegramSessionFactory>().Create(record, listener ?? Listener);
        sessions.Add(session);
        return session;
    }

    public ITelegramSession Start(TelegramConfig? config = null, SessionCursor? cursor = null, bool removeWebhook = false)
    {
        var session = Create(config, removeWebhook);
        session.Start(cursor, Gate);
        return session;
    }

    /// <summary>A session whose updates flow.</summary>
    public async Task<ITelegramSession> RunAsync(TelegramConfig? config = null, SessionCursor? cursor = null)
    {
        var session = Start(config, cursor);
        await Listener.ReportAsync(SessionState.Running);
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in sessions)
            await session.DisposeAsync();
        await services.DisposeAsync();
        Lease.Dispose();
    }
}
