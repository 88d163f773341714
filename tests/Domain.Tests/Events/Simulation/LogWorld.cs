using MultiBot.Domain.Events;

namespace MultiBot.Domain.Tests.Events.Simulation;

/// <summary>
/// A sequence, writers and one reader, in steps that interleave as they like. A writer becomes visible, draws numbers one by one, and
/// ends: its events can be read (or never will be), and only then it can't be seen any more. A look reads the last number, then sees the
/// writers one after the other.
/// </summary>
internal sealed class LogWorld(ulong seed, PlantedBug bug)
{
    private const int Steps = 250;
    private const int MostWriters = 3;

    /// <summary>The reader comes to a log in which others have been writing.</summary>
    private const int BeforeTheReader = 30;

    private readonly Chance _chance = new(seed);
    private readonly List<Writer> _writers = [];
    private readonly SortedSet<long> _readable = [];
    private readonly List<long> _delivered = [];
    private EventHorizon _horizon = new(0);
    private readonly Dictionary<string, long> _wrongBounds = [];
    private readonly HashSet<string> _seen = [];
    private Queue<Writer>? _toSee;
    private IReadOnlyList<long>? _readEarly;
    private bool _hasLooked;
    private long _lastSeq;
    private long _lookedSeq;
    private int _names;
    private long _safe;

    /// <summary>What went wrong; null: nothing.</summary>
    public string? Run()
    {
        for (var step = 0; step < Steps; step++)
        {
            Step(mayLook: step >= BeforeTheReader);
            if (Violation() is { } early) return early;
        }

        // Everybody ends, and the reader comes to the end of the log.
        foreach (var writer in _writers.ToArray()) End(writer);
        _toSee = null;
        for (var looks = 0; looks < 2; looks++) Look();
        if (Violation() is { } late) return late;
        return _delivered.SequenceEqual(_readable) ? null : $"{_readable.Count} events, {_delivered.Count} read";
    }

    private string? Violation()
    {
        var position = _delivered.Count > 0 ? _delivered[^1] : 0;
        return _readable.GetViewBetween(0, position).Count == _delivered.Count
            ? null
            : $"An event became readable behind {position}, where the reader had been";
    }

    private void Step(bool mayLook)
    {
        if (mayLook && _chance.In(0.45)) LookOn();
        else if (_writers.Count < MostWriters && _chance.In(0.3)) Begin();
        else if (_writers.Count > 0) GoOn(_writers[_chance.Below(_writers.Count)]);
    }

    private void Begin()
    {
        var writer = new Writer($"{++_names}") { IsVisible = bug is not PlantedBug.DrawnBeforeSeen };
        if (bug is PlantedBug.DrawnBeforeSeen) writer.Drawn.Add(++_lastSeq);
        _writers.Add(writer);
    }

    private void GoOn(Writer writer)
    {
        if (writer.HasEnded)
        {
            Leave(writer);
            return;
        }

        if (!writer.IsVisible) writer.IsVisible = true;
        else if (writer.IsHidden || _chance.In(0.5)) EndPart(writer);
        else writer.Drawn.Add(++_lastSeq);
    }

    private void End(Writer writer)
    {
        while (_writers.Contains(writer)) EndPart(writer);
    }

    /// <summary>In two steps, so that a look may fall between them.</summary>
    private void EndPart(Writer writer)
    {
        if (bug is PlantedBug.HiddenBeforeReadable)
        {
            if (writer.IsHidden) Settle(writer);
            writer.IsHidden = true;
            if (writer.HasEnded) _writers.Remove(writer);
            return;
        }

        if (writer.HasEnded) Leave(writer);
        else Settle(writer);
    }

    private void Settle(Writer writer)
    {
        writer.HasEnded = true;
        if (!writer.GivesUp(_chance)) _readable.UnionWith(writer.Drawn);
    }

    private void Leave(Writer writer) => _writers.Remove(writer);

    private void Look()
    {
        do LookOn();
        while (_toSee is not null);
    }

    /// <summary>The next step of a look; at its end the reader reads.</summary>
    private void LookOn()
    {
        if (_toSee is null)
        {
            // A list of writers is no snapshot: each place is looked at in its turn, whoever has it by then.
            _seen.Clear();
            _toSee = new Queue<Writer>(_writers);
            if (bug is not PlantedBug.WritersSeenFirst) _lookedSeq = _lastSeq;
            if (bug is PlantedBug.ReadBeforeLook) _readEarly = [.. _readable];
            return;
        }

        // The list is complete; time passes until the number is read.
        if (bug is PlantedBug.WritersSeenFirst && _toSee.Count == 0)
        {
            if (_chance.In(0.9)) return;
            EndLook();
            return;
        }

        foreach (var comer in _writers.Where(writer => !_toSee.Contains(writer) && _chance.In(0.5)).ToArray()) See(comer);
        if (_toSee.TryDequeue(out var next))
        {
            if (_writers.Contains(next)) See(next);
            return;
        }

        EndLook();
    }

    private void EndLook()
    {
        _toSee = null;
        if (bug is PlantedBug.WritersSeenFirst) _lookedSeq = _lastSeq;
        _safe = Safe(new EventLook(_lookedSeq, bug is PlantedBug.WritersIgnored ? [] : [.. _seen]));
        Read();
    }

    private void See(Writer writer)
    {
        if (writer is { IsVisible: true, IsHidden: false }) _seen.Add(writer.Name);
    }

    private void Read()
    {
        var position = _delivered.Count > 0 ? _delivered[^1] : 0;
        var upTo = bug is PlantedBug.HorizonIgnored ? long.MaxValue : _safe;
        _delivered.AddRange((_readEarly ?? (IEnumerable<long>)_readable).Where(seq => seq > position && seq <= upTo));
        _readEarly = null;
    }

    private long Safe(EventLook look)
    {
        var first = !_hasLooked;
        _hasLooked = true;
        if (bug is PlantedBug.FirstLookTrusted && first) _horizon = new EventHorizon(look.LastSeq);
        foreach (var writer in look.Writers) _wrongBounds.TryAdd(writer, look.LastSeq);

        var before = _horizon.Safe;
        var safe = _horizon.Observe(look);
        if (safe < before) throw new InvalidOperationException("The horizon went back.");
        return bug is PlantedBug.BoundOfThisLook ? look.Writers.Select(writer => _wrongBounds[writer]).DefaultIfEmpty(look.LastSeq).Min() : safe;
    }

    private sealed class Writer(string name)
    {
        public string Name => name;
        public List<long> Drawn { get; } = [];
        public bool IsVisible { get; set; }
        public bool IsHidden { get; set; }
        public bool HasEnded { get; set; }

        public bool GivesUp(Chance chance) => chance.In(0.2);
    }
}
