namespace MultiBot.Sandbox.Journal;

/// <summary>The last <paramref name="size"/> entries, numbered from 1 without gaps.</summary>
internal sealed class CallJournal(int size)
{
    private readonly Lock gate = new();
    private readonly JournalEntry?[] ring = new JournalEntry?[size];
    private long first = 1;
    private long last;

    public void Add(JournalEntry entry)
    {
        lock (gate)
        {
            entry.Seq = ++last;
            ring[last % size] = entry;
        }
    }

    /// <summary>Entries after a number, oldest first; what the ring has lost is left out, <c>Oldest</c> tells.</summary>
    public JournalPage Read(long after, long? bot, int limit)
    {
        lock (gate)
        {
            var oldest = Math.Max(first, last - size + 1);
            var items = new List<JournalEntry>();
            var next = Math.Max(after, oldest - 1);
            while (next < last && items.Count < limit)
            {
                var entry = ring[++next % size]!;
                if (bot is null || entry.Bot == bot)
                    items.Add(entry);
            }

            return new JournalPage([.. items], next, oldest, last);
        }
    }

    /// <summary>Forgets the entries; numbers go on, so that a reader's position stays valid.</summary>
    public void Clear()
    {
        lock (gate)
        {
            first = last + 1;
            Array.Clear(ring);
        }
    }
}

/// <summary><c>Next</c> is what to pass as <c>after</c> for the following page.</summary>
internal sealed record JournalPage(JournalEntry[] Items, long Next, long Oldest, long Last);
