using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using global::Telegram.Bot.Exceptions;

namespace MultiBot.Telegram.Tests.Http;

/// <summary>Hears logs, activities, diagnostic events, the runtime's network event sources and every exception thrown.</summary>
internal sealed class Ears : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> heard = [];
    private readonly ActivityListener activities;
    private readonly NetworkEvents events;
    private readonly List<IDisposable> subscriptions = [];

    public Ears()
    {
        activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => heard.Enqueue($"{activity.Source.Name} {activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(each => each.Tags))}"),
        };
        ActivitySource.AddActivityListener(activities);
        events = new NetworkEvents(heard.Enqueue);
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(new Each<DiagnosticListener>(listener =>
            subscriptions.Add(listener.Subscribe(new Each<KeyValuePair<string, object?>>(pair => heard.Enqueue($"{pair.Key} {pair.Value}")))))));
        AppDomain.CurrentDomain.FirstChanceException += OnException;
    }

    public string[] Heard => [.. heard];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        heard.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= OnException;
        activities.Dispose();
        events.Dispose();
        subscriptions.ForEach(subscription => subscription.Dispose());
    }

    // The library's own exception for a refusal repeats the server's words; ours make them hold the token, to see that the log does not.
    private void OnException(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception is not ApiRequestException)
            heard.Enqueue($"{thrown.Exception.GetType().Name} {thrown.Exception.Message}");
    }

    private sealed class NetworkEvents(Action<string> hear) : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name.StartsWith("System.Net", StringComparison.Ordinal))
                EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }

        // The base constructor enables sources, whose events may come before this class has its fields.
        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            hear?.Invoke($"{eventData.EventSource.Name} {eventData.EventName} {string.Join(' ', eventData.Payload ?? (IEnumerable<object?>)[])}");
    }

    private sealed class Each<T>(Action<T> take) : IObserver<T>
    {
        public void OnNext(T value) => take(value);

        public void OnError(Exception error) => throw error;

        public void OnCompleted()
        {
        }
    }
}
