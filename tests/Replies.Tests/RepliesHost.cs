using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Budgets;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Tests.Budgets;

namespace MultiBot.Replies.Tests;

/// <summary>Replies as a silo registers them, with its log captured.</summary>
internal sealed class RepliesHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Settings are of <c>MultiBot:Llm</c>. Pauses between attempts are short unless a test sets them.</summary>
    public RepliesHost(TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?> { ["MultiBot:Llm:RetryDelay"] = "00:00:00.001" };
        foreach (var (key, value) in settings) values["MultiBot:Llm:" + key] = value;
        var services = new ServiceCollection();
        if (time is not null) services.AddSingleton(time);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSingleton<ITokenLedger>(Ledger);
        services.AddReplies(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public MemoryLedger Ledger { get; } = new();

    public CapturedLog Log { get; } = new();

    public IServiceProvider Services => _services;

    public IReplyGeneratorFactory Factory => _services.GetRequiredService<IReplyGeneratorFactory>();

    public Task<ReplyOutcome> AskAsync(BotConfig bot, string text = "Hello", CancellationToken cancellation = default) =>
        Factory.For(bot).GenerateAsync(Some.Request(bot, text), cancellation);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
