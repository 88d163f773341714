using System.Threading.Channels;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>
/// The silo's one lane into the conversations. Whatever waits goes in one call of one function, in autocommit: a silo that stalls
/// between two calls holds no lock. While one group is being committed, the next one gathers by itself; only under load does a timer
/// make it larger (<see cref="CommitPace"/>). A group the database refuses is taken apart, by bots and then by slices, so that only the
/// offender fails.
/// </summary>
internal sealed class CommitWriter : IAsyncDisposable
{
    /// <summary>Seconds a call may take before its result counts as unknown; a group takes milliseconds.</summary>
    private const int CallSeconds = 10;

    private readonly Channel<SliceJob> _waiting = Channel.CreateUnbounded<SliceJob>(new() { SingleReader = true });
    private readonly NpgsqlDataSource _source;
    private readonly SealedBots _sealed;
    private readonly Reachability _server;
    private readonly Action _eventsWritten;
    private readonly Action<int>? _committed;
    private readonly CommitGroup _group;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly CommitPace _pace;
    private readonly Task _work;
    private readonly List<SliceJob> _again = [];
    private List<SliceJob> _held = [];
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _command;

    public CommitWriter(NpgsqlDataSource source, Reachability server, MessageCodec codec, int maxGroup, Action eventsWritten, Action<int>? committed = null)
    {
        (_source, _server, _eventsWritten, _committed) = (source, server, eventsWritten, committed);
        _group = new CommitGroup(maxGroup);
        _pace = new CommitPace(_time);
        _sealed = new SealedBots(codec);
        _work = Task.Run(WorkAsync);
    }

    /// <summary>
    /// Queues a slice in the order of the calls. Cancelling before it has begun leaves nothing behind; cancelling later only ends the
    /// wait, and the slice may have been committed.
    /// </summary>
    public Task<SliceAnswer<TResult>> CommitAsync<TResult>(SliceJob<TResult> job, CancellationToken cancellation)
        where TResult : class
    {
        try
        {
            _sealed.Encode(job);
        }
        catch (Exception exception)
        {
            return Task.FromException<SliceAnswer<TResult>>(exception);
        }

        if (!_waiting.Writer.TryWrite(job)) return Task.FromException<SliceAnswer<TResult>>(new StoreUnavailableException("The store is closed."));
        return cancellation.CanBeCanceled ? job.Task.WaitAsync(cancellation) : job.Task;
    }

    /// <summary>Finishes what was queued.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _work;
        await CloseAsync();
    }

    private async Task WorkAsync()
    {
        while (_again.Count + _held.Count > 0 || await _waiting.Reader.WaitToReadAsync())
        {
            if (_pace.Rest is var rest && rest > TimeSpan.Zero) await Task.Delay(rest, _time);
            Gather();
            if (_group.Jobs.Count == 0) continue;
            _pace.Begin(_group.Jobs.Count);
            await TryCommitAsync([.. _group.Jobs]);
        }
    }

    /// <summary>What has to go again first, then what was held back: the slices of a chat keep their order.</summary>
    private void Gather()
    {
        _group.Clear();
        List<SliceJob> first = [.. _again, .. _held];
        _again.Clear();
        _held = [];
        foreach (var job in first) Take(job);
        while (!_group.IsFull && _waiting.Reader.TryRead(out var job)) Take(job);
    }

    private void Take(SliceJob job)
    {
        if (job.Abandoned) job.Abandon();
        else if (!_group.TryTake(job)) _held.Add(job);
    }

    /// <summary>Whatever happens to a group, the lane goes on.</summary>
    private async Task TryCommitAsync(SliceJob[] jobs)
    {
        try
        {
            await CommitAsync(jobs);
        }
        catch (Exception exception)
        {
            (_command, _connection) = (null, null);
            foreach (var job in jobs) job.Fail(PostgresFailures.Unavailable(exception));
        }
    }

    /// <summary>One call; on a refusal the parts of the group, each for itself.</summary>
    private async Task CommitAsync(SliceJob[] jobs)
    {
        try
        {
            var answer = await CallAsync(jobs);
            if (_group.Parameters.MayWriteEvents) _eventsWritten();
            Settle(jobs, answer);
            _server.Found();
            _committed?.Invoke(jobs.Length);
        }
        catch (Exception exception) when (jobs.Length > 1 && PostgresFailures.IsRefusal(exception))
        {
            foreach (var part in Apart(jobs)) await CommitAsync(part);
        }
        catch (Exception exception)
        {
            if (!PostgresFailures.IsRefusal(exception))
            {
                _server.Lost(exception);
                await CloseAsync();
            }

            foreach (var job in jobs) job.Fail(PostgresFailures.Translate(exception));
        }
    }

    /// <summary>Two halves, by bots as long as there are several: the offender is found in few calls.</summary>
    private static SliceJob[][] Apart(SliceJob[] jobs)
    {
        var bots = jobs.Select(job => job.Bot).Distinct().ToList();
        var first = bots.Take(bots.Count / 2).ToHashSet();
        return bots.Count > 1
            ? [[.. jobs.Where(job => first.Contains(job.Bot))], [.. jobs.Where(job => !first.Contains(job.Bot))]]
            : [jobs[..(jobs.Length / 2)], jobs[(jobs.Length / 2)..]];
    }

    private async Task<CommitAnswer> CallAsync(SliceJob[] jobs)
    {
        _group.Compose(jobs);
        var command = await CommandAsync();
        await using var rows = await command.ExecuteReaderAsync();
        return await CommitAnswer.ReadAsync(rows, _group.Parameters);
    }

    private void Settle(SliceJob[] jobs, CommitAnswer answer)
    {
        foreach (var job in jobs)
        {
            // It could not be described, and is not in the group.
            if (job.IsOver) continue;
            var (why, epoch) = answer.RefusalOf(job.BotAt);
            switch (why)
            {
                case BotRefusal.Stale: job.Refuse(epoch); break;
                case BotRefusal.Locked: job.Fail(new StoreUnavailableException("The bot's lease is being taken over; it may be tried again.")); break;
                case BotRefusal.SealedOtherwise: Again(job, () => _sealed.EncodeOtherwise(job)); break;
                case BotRefusal.None: Answer(job, answer); break;
            }
        }
    }

    private void Answer(SliceJob job, CommitAnswer answer)
    {
        try
        {
            if (!job.TrySettle(answer, _sealed.Codec)) Again(job, job.GoOneByOne);
        }
        catch (Exception exception)
        {
            // The slice is committed; its answer can't be read (a key that is gone). Only its caller is concerned.
            job.Fail(exception);
        }
    }

    private void Again(SliceJob job, Action change)
    {
        try
        {
            change();
            _again.Add(job);
        }
        catch (Exception exception)
        {
            // It can't be sealed as its bot now wants. Only its caller is concerned.
            job.Fail(exception);
        }
    }

    private async Task<NpgsqlCommand> CommandAsync()
    {
        if (_command is { } command) return command;
        _connection = await _source.OpenConnectionAsync();
        command = new NpgsqlCommand(_group.Parameters.Sql, _connection) { CommandTimeout = CallSeconds };
        _group.Parameters.Bind(command);
        await command.PrepareAsync();
        return _command = command;
    }

    private async Task CloseAsync()
    {
        if (_command is not null) await _command.DisposeAsync();
        if (_connection is not null) await _connection.DisposeAsync();
        (_command, _connection) = (null, null);
    }
}
