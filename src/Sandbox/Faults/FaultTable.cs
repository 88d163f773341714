using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.Faults;

/// <summary>The faults in force. The first that matches and fires wins; without faults a look costs one field read.</summary>
internal sealed class FaultTable(Chance chance)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, long> fired = [];
    private volatile Fault[] faults = [];
    private int lastId;

    /// <summary>Puts a fault into force; answers it with its number.</summary>
    public Fault Add(Fault fault)
    {
        lock (gate)
        {
            var numbered = fault with { Id = ++lastId };
            faults = [.. faults, numbered];
            return numbered;
        }
    }

    /// <summary>False when there is no such fault (any more).</summary>
    public bool Remove(int id)
    {
        lock (gate)
        {
            var before = faults.Length;
            faults = [.. faults.Where(fault => fault.Id != id)];
            return faults.Length < before;
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            faults = [];
            fired.Clear();
        }
    }

    /// <summary>Every fault in force with how often it fired; one that is used up stays visible.</summary>
    public (Fault Fault, long Fired)[] Read()
    {
        lock (gate)
            return [.. faults.Select(fault => (fault, fired.GetValueOrDefault(fault.Id)))];
    }

    /// <summary>The fault that hits this call, or null.</summary>
    public Fault? Draw(long bot, string method, long? chatId) =>
        faults.Length == 0 ? null : Draw(fault => fault.Kind is not FaultKind.Duplicate
            && (fault.Bot is null || fault.Bot == bot)
            && (fault.Method is null || fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            && (fault.ChatId is null || fault.ChatId == chatId));

    /// <summary>The fault that doubles this update, or null.</summary>
    public Fault? DrawDuplicate(long bot, long chatId) =>
        faults.Length == 0 ? null : Draw(fault => fault.Kind is FaultKind.Duplicate
            && (fault.Bot is null || fault.Bot == bot)
            && (fault.ChatId is null || fault.ChatId == chatId));

    private Fault? Draw(Func<Fault, bool> matches)
    {
        foreach (var fault in faults)
        {
            if (matches(fault) && Fires(fault))
                return fault;
        }

        return null;
    }

    private bool Fires(Fault fault)
    {
        lock (gate)
        {
            var before = fired.GetValueOrDefault(fault.Id);
            if (before >= fault.Count || !chance.Happens(fault.Rate))
                return false;
            fired[fault.Id] = before + 1;
            return true;
        }
    }
}
