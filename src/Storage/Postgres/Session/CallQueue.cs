using System.Threading.Channels;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Postgres.Session;

/// <summary>
/// Questions that wait together go in one call: a silo that comes up with thousands of bots asks the same about each of them. No
/// timer: while the calls are under way, the next one gathers by itself. An alone question goes at once.
/// </summary>
internal sealed class CallQueue<TKey, TAnswer> : IAsyncDisposable
    where TKey : notnull
{
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>();
    private readonly Func<IReadOnlyList<TKey>, Task<Dictionary<TKey, TAnswer>>> _call;
    private readonly Func<TKey, TAnswer> _unanswered;
    private readonly int _mostAtOnce;
    private readonly Task _work;

    /// <param name="call">Asks about distinct keys at once.</param>
    /// <param name="unanswered">What it means when the call says nothing of a key; may throw.</param>
    /// <param name="mostAtOnce">Keys of one call.</param>
    /// <param name="lanes">Calls under way at a time.</param>
    public CallQueue(Func<IReadOnlyList<TKey>, Task<Dictionary<TKey, TAnswer>>> call, Func<TKey, TAnswer> unanswered, int mostAtOnce, int lanes = 1)
    {
        (_call, _unanswered, _mostAtOnce) = (call, unanswered, mostAtOnce);
        _work = Task.WhenAll(Enumerable.Range(0, lanes).Select(_ => Task.Run(WorkAsync)));
    }

    public Task<TAnswer> AskAsync(TKey key, CancellationToken cancellation)
    {
        var question = new Waiting(key);
        if (!_waiting.Writer.TryWrite(question)) return Task.FromException<TAnswer>(new StoreUnavailableException("The store is closed."));
        return question.Answer.Task.WaitAsync(cancellation);
    }

    /// <summary>Answers what was asked before.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _work;
    }

    private async Task WorkAsync()
    {
        var questions = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            questions.Clear();
            while (questions.Count < _mostAtOnce && _waiting.Reader.TryRead(out var question)) questions.Add(question);
            // Another lane may have been quicker.
            if (questions.Count > 0) await AnswerAsync(questions);
        }
    }

    private async Task AnswerAsync(List<Waiting> questions)
    {
        try
        {
            var answers = await _call([.. questions.Select(question => question.Key).Distinct()]);
            foreach (var question in questions) Answer(question, answers);
        }
        catch (Exception exception)
        {
            foreach (var question in questions) question.Answer.TrySetException(PostgresFailures.Translate(exception));
        }
    }

    private void Answer(Waiting question, Dictionary<TKey, TAnswer> answers)
    {
        try
        {
            question.Answer.TrySetResult(answers.TryGetValue(question.Key, out var answer) ? answer : _unanswered(question.Key));
        }
        catch (Exception exception)
        {
            question.Answer.TrySetException(exception);
        }
    }

    private sealed record Waiting(TKey Key)
    {
        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
