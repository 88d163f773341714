using System.Globalization;
using MultiBot.Domain.Problems;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>All that is wrong with one configuration. Messages never hold a value of it: a secret may stand in the wrong field.</summary>
internal sealed class ConfigErrors
{
    // Enough for any operator; a hostile document would fill an answer of megabytes.
    private const int MaxReported = 100;

    private readonly List<FieldError> _fields = [];
    private readonly HashSet<string> _pointers = [];
    private int _count;

    public bool Any => _count > 0;

    public void Add(string pointer, string code, string message)
    {
        _count++;
        _pointers.Add(pointer);
        if (_fields.Count < MaxReported) _fields.Add(new FieldError(pointer, code, message));
    }

    public bool At(string pointer) => _pointers.Contains(pointer);

    /// <summary>Null when nothing is wrong. Its code is that of the fields when they agree, else <see cref="ConfigCodes.Invalid"/>.</summary>
    public Problem? ToProblem()
    {
        if (!Any) return null;
        var first = _fields[0];
        var code = _fields.TrueForAll(field => field.Code == first.Code) ? first.Code : ConfigCodes.Invalid;
        var place = first.Pointer.Length == 0 ? "" : first.Pointer + ": ";
        var count = _count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{_count} fields are refused. The first: ");
        return Problem.Invalid(code, count + place + first.Message, [.. _fields]);
    }
}
