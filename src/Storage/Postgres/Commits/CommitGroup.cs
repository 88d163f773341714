using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>
/// What goes to the database in one call: the slices, and the parameters of <c>commit_slices</c> made of them. Used again and again.
/// </summary>
internal sealed class CommitGroup
{
    private readonly Dictionary<(BotId, long, bool), int> _bots = [];
    private readonly HashSet<ChatKey> _busy = [];

    public List<SliceJob> Jobs { get; } = [];
    public CommitParameters Parameters { get; } = new();

    /// <summary>Takes a slice unless its chat is in the group already; the chat's later slices then wait with it, in order.</summary>
    public bool TryTake(SliceJob job)
    {
        var free = true;
        foreach (var chat in job.Chats) free &= _busy.Add(new ChatKey(job.Bot, chat));
        if (free) Jobs.Add(job);
        return free;
    }

    public void Clear()
    {
        Jobs.Clear();
        _busy.Clear();
    }

    /// <summary>Makes the parameters of these slices.</summary>
    public void Compose(IEnumerable<SliceJob> jobs)
    {
        _bots.Clear();
        Parameters.Clear();
        foreach (var job in jobs) job.AddTo(this);
    }

    /// <summary>The position of a slice's bot, from 1.</summary>
    public int BotOf(SliceJob job)
    {
        var key = (job.Bot, job.Epoch, job.Sealed);
        if (_bots.TryGetValue(key, out var position)) return position;
        position = _bots.Count + 1;
        _bots.Add(key, position);
        Parameters.Bots.Id.Add(job.Bot.Value);
        Parameters.Bots.Epoch.Add(job.Epoch);
        Parameters.Bots.Sealed.Add(job.Sealed);
        return position;
    }

    public int AddStep(int bot, string slice)
    {
        Parameters.Steps.Bot.Add(bot);
        Parameters.Steps.Slice.Add(slice);
        return Parameters.Steps.Bot.Count;
    }
}
