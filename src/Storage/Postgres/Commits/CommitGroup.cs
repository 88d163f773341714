using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>
/// What goes to the database in one call: the slices, and the parameters of <c>commit_slices</c> made of them. Used again and again.
/// </summary>
internal sealed class CommitGroup(int maxSlices)
{
    /// <summary>A block of ids is twice as large; a commit of this many rows still takes a fraction of a second.</summary>
    private const int MostRows = 2000;

    private readonly Dictionary<(BotId, long, bool?), int> _bots = [];
    private readonly Dictionary<int, int> _cursors = [];
    private readonly HashSet<ChatKey> _busy = [];
    private int _rows;

    public List<SliceJob> Jobs { get; } = [];
    public CommitParameters Parameters { get; } = new();
    public bool IsFull => _rows >= MostRows || Jobs.Count >= maxSlices;

    /// <summary>Takes a slice unless the group is full or has its chat already; the chat's later slices then wait with it, in order.</summary>
    public bool TryTake(SliceJob job)
    {
        var free = !IsFull;
        foreach (var chat in job.Chats) free &= _busy.Add(new ChatKey(job.Bot, chat));
        if (!free) return false;
        Jobs.Add(job);
        _rows += job.Rows;
        return true;
    }

    public void Clear()
    {
        Jobs.Clear();
        _busy.Clear();
        _rows = 0;
    }

    /// <summary>
    /// Makes the parameters of these slices. Most indexes begin with bot and chat: rows in that order descend into them side by side, through pages that
    /// the processor still has at hand.
    /// </summary>
    public void Compose(IEnumerable<SliceJob> jobs)
    {
        _bots.Clear();
        _cursors.Clear();
        Parameters.Clear();
        foreach (var job in jobs.OrderBy(job => job.Bot.Value, StringComparer.Ordinal).ThenBy(job => job.Place)) Add(job);
    }

    /// <summary>One that can't be described fails alone, with nothing of it in the group.</summary>
    private void Add(SliceJob job)
    {
        try
        {
            job.AddTo(this);
        }
        catch (Exception exception)
        {
            job.Fail(exception);
        }
    }

    /// <summary>The position of a slice's bot, from 1.</summary>
    public int BotOf(SliceJob job)
    {
        bool? isSealed = job.HasTexts ? job.Sealed : null;
        var key = (job.Bot, job.Epoch, isSealed);
        if (_bots.TryGetValue(key, out var position)) return position;
        position = _bots.Count + 1;
        _bots.Add(key, position);
        Parameters.Bots.Id.Add(job.Bot.Value);
        Parameters.Bots.Epoch.Add(job.Epoch);
        Parameters.Bots.Sealed.Add(isSealed);
        return position;
    }

    /// <summary>Batches of one bot move its cursor together, to where the last one left it: a statement changes a row once.</summary>
    public void MoveCursor(int bot, long next, int updates)
    {
        var cursors = Parameters.Cursors;
        if (_cursors.TryGetValue(bot, out var at))
        {
            cursors.Next[at] = next;
            cursors.Updates[at] += updates;
            return;
        }

        _cursors.Add(bot, cursors.Bot.Count);
        cursors.Bot.Add(bot);
        cursors.Next.Add(next);
        cursors.Updates.Add(updates);
    }

    public int AddStep(int bot, string slice)
    {
        Parameters.Steps.Bot.Add(bot);
        Parameters.Steps.Slice.Add(slice);
        return Parameters.Steps.Bot.Count;
    }
}
