using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.ArmedSilo.Points;

/// <summary>
/// The chats that are to stop at a point of a message's life. Whoever comes to such a point waits there, without holding a thread, until
/// all are let go at once. Safe from any thread.
/// </summary>
internal sealed class Arms
{
    private readonly Lock _gate = new();
    private readonly HashSet<Arm> _armed = [];
    private readonly HashSet<Arm> _held = [];
    private TaskCompletionSource _allHeld = NewSignal();
    private TaskCompletionSource _letGo = NewSignal();

    /// <summary>Arms these in addition to what is armed.</summary>
    public void Add(IEnumerable<Arm> arms)
    {
        lock (_gate)
        {
            _armed.UnionWith(arms);
            if (_held.Count < _armed.Count && _allHeld.Task.IsCompleted)
                _allHeld = NewSignal();
        }
    }

    /// <summary>Completes when at every armed point somebody waits, or the time is up: then it names those at which nobody does.</summary>
    public async Task<IReadOnlyList<Arm>> MissingAsync(TimeSpan patience)
    {
        Task allHeld;
        lock (_gate)
            allHeld = _allHeld.Task;
        await Task.WhenAny(allHeld, Task.Delay(patience, TimeProvider.System));
        lock (_gate)
            return [.. _armed.Except(_held)];
    }

    /// <summary>Nothing is armed any more, and who waits goes on, or fails there.</summary>
    public void LetGo(bool failing)
    {
        TaskCompletionSource over;
        lock (_gate)
        {
            _armed.Clear();
            _held.Clear();
            (over, _letGo) = (_letGo, NewSignal());
            _allHeld.TrySetResult();
            _allHeld = NewSignal();
        }

        if (failing)
            over.SetException(new InvalidOperationException("Something failed at this very point."));
        else
            over.SetResult();
    }

    /// <summary>The bot, with these chats, has come to the point.</summary>
    /// <exception cref="InvalidOperationException">It was held, and let go to fail.</exception>
    public Task PassAsync(CrashPoint point, BotId bot, params IEnumerable<ChatId> chats)
    {
        lock (_gate)
        {
            if (_armed.Count == 0 || !Hold(new Arm(point, bot.Value, null), chats.Select(chat => new Arm(point, bot.Value, chat.Value))))
                return Task.CompletedTask;
            if (_held.Count == _armed.Count)
                _allHeld.TrySetResult();
            return _letGo.Task;
        }
    }

    private bool Hold(Arm bot, IEnumerable<Arm> chats)
    {
        var struck = chats.Prepend(bot).Where(_armed.Contains).ToList();
        _held.UnionWith(struck);
        return struck.Count > 0;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
