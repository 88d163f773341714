namespace MultiBot.Load.People;

/// <summary>A pace for a few chats, at equal distances over all bots; the others never write.</summary>
internal sealed class FewWriters(IPace pace, int writers) : IPace
{
    public void Begin(IEnumerable<Talk> idle)
    {
        var all = idle.ToList();
        pace.Begin(Enumerable.Range(0, Math.Min(writers, all.Count)).Select(at => all[(int)((long)at * all.Count / Math.Min(writers, all.Count))]));
    }

    public void Freed(Talk talk) => pace.Freed(talk);
}
