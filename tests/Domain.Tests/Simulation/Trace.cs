using System.Globalization;
using System.Runtime.CompilerServices;

namespace MultiBot.Domain.Tests.Simulation;

/// <summary>What happened, line by line. Off unless a history is replayed: then its lines cost nothing.</summary>
internal sealed class Trace(bool on, Schedule schedule)
{
    private readonly List<string> _lines = [];

    public bool On => on;

    public string Text => string.Join('\n', _lines);

    public void Note([InterpolatedStringHandlerArgument("")] Line line)
    {
        if (on)
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{schedule.Elapsed.TotalSeconds,9:F3}  {line.ToText()}"));
    }

    /// <summary>Builds its text only while the trace is on.</summary>
    [InterpolatedStringHandler]
    public ref struct Line
    {
        private DefaultInterpolatedStringHandler _text;

        public Line(int literalLength, int formattedCount, Trace trace, out bool wanted)
        {
            wanted = trace.On;
            _text = wanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
        }

        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public string ToText() => _text.ToStringAndClear();
    }
}
