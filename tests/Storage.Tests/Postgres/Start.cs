using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MultiBot.Domain.Storage;
using MultiBot.PrivatePostgres;
using MultiBot.Storage.Startup;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>A silo's storage as it starts: with any settings, on a database nobody has prepared, and with what it logs.</summary>
internal sealed class Start : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Start(PostgresDatabase database, TemporaryFolder folder, params (string Key, string? Value)[] settings)
    {
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddSingleton<TimeProvider>(Time)
            .AddMultiBotStorage(PostgresFixture.Configuration(database, [.. settings, ("MultiBot:DataFolder", folder.Path)]))
            .BuildServiceProvider();
    }

    public PauseTime Time { get; } = new();
    public HeardLog Log { get; } = new();
    public IBotStore Bots => _services.GetRequiredService<IBotStore>();
    public IStorageStartup Storage => _services.GetRequiredService<IStorageStartup>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task RunAsync() => Storage.StartAsync(Cancellation);

    /// <summary>What the start is refused with.</summary>
    public async Task<StorageStartupException> RefusedAsync(string code)
    {
        var refusal = await Assert.ThrowsAsync<StorageStartupException>(RunAsync);
        Assert.True(code == refusal.Code, $"{refusal.Code}: {refusal.Message}");
        return refusal;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>A clock that stands still, and tells when somebody begins to wait for it.</summary>
    internal sealed class PauseTime : FakeTimeProvider
    {
        private TaskCompletionSource<TimeSpan> _pause = New();

        /// <summary>Waits for the next pause that begins, and lets it pass.</summary>
        public async Task<TimeSpan> PassAsync()
        {
            var pause = await _pause.Task.WaitAsync(Cancellation);
            _pause = New();
            Advance(pause);
            return pause;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero) _pause.TrySetResult(dueTime);
            return timer;
        }

        private static TaskCompletionSource<TimeSpan> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Everything that was logged, as text.</summary>
    internal sealed class HeardLog : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public IReadOnlyList<string> Lines => [.. _lines];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{logLevel} {eventId.Name}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Holds nothing but texts.
        }
    }
}
