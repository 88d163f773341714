using System.Text;

namespace MultiBot.Silo.Api.Json;

/// <summary>The path of System.Text.Json (<c>$.a['b.c'][0]</c>) as a JSON pointer (<c>/a/b.c/0</c>).</summary>
public static class JsonPointers
{
    public static string Of(string? path)
    {
        var pointer = new StringBuilder();
        for (var at = 1; at < (path?.Length ?? 0);)
        {
            var (name, next) = path![at] == '.' ? Plain(path, at + 1) : Bracketed(path, at + 1);
            pointer.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            at = next;
        }

        return pointer.ToString();
    }

    private static (string Name, int Next) Plain(string path, int start)
    {
        var end = path.AsSpan(start).IndexOfAny('.', '[');
        end = end < 0 ? path.Length : start + end;
        return (path[start..end], end);
    }

    private static (string Name, int Next) Bracketed(string path, int start)
    {
        var quoted = path.AsSpan(start).StartsWith("'");
        var close = path.IndexOf(quoted ? "']" : "]", start, StringComparison.Ordinal);
        if (close < 0) return (path[start..], path.Length);
        return quoted ? (path[(start + 1)..close], close + 2) : (path[start..close], close + 1);
    }
}
