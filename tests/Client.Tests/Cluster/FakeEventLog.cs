using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Grains.Abstractions.Events;

namespace MultiBot.Client.Tests.Cluster;

/// <summary>Events as tests write them, followed as a silo lets them be followed. Each test looks at bots of its own.</summary>
public sealed class FakeEventLog
{
    private readonly Lock _lock = new();
    private readonly List<LoggedEvent> _events = [];
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Calls that asked about a bot, by its id: where each began.</summary>
    public List<(string Bot, long? After)> Asked { get; } = [];

    /// <summary>Calls about this bot that fail as a silo that went away does, so many times.</summary>
    public (string Bot, int Times) Failing { get; set; }

    public long Write(BotId bot, string type, string data = "{}", long? chat = null)
    {
        lock (_lock)
        {
            var seq = _events.Count + 1;
            _events.Add(new LoggedEvent(seq, new DomainEvent { Type = type, Bot = bot, Chat = chat is { } id ? new ChatId(id) : null, At = TestTimes.Noon, Data = data }));
            _written.TrySetResult();
            _written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return seq;
        }
    }

    public async Task<List<LoggedEvent>> ReadAsync(EventFollow follow)
    {
        var query = new EventQuery { Bot = follow.Bot, Types = follow.Types };
        while (true)
        {
            Task written;
            lock (_lock)
            {
                Asked.Add((follow.Bot?.Value ?? "", follow.After));
                if (Failing is { Times: > 0 } && follow.Bot?.Value == Failing.Bot)
                {
                    Failing = Failing with { Times = Failing.Times - 1 };
                    throw new TimeoutException("The silo went away.");
                }

                var found = _events.Where(logged => logged.Seq > (follow.After ?? 0) && query.Matches(new TailedEvent(logged))).Take(follow.Limit).ToList();
                if (found.Count > 0) return found;
                written = _written.Task;
            }

            try
            {
                await written.WaitAsync(follow.Wait, TimeProvider.System);
            }
            catch (TimeoutException)
            {
                return [];
            }
        }
    }
}
