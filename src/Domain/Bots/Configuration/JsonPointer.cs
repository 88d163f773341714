namespace MultiBot.Domain.Bots.Configuration;

/// <summary>Makes JSON pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    // A field's name comes from outside and goes into the answer.
    private const int MaxSegment = 64;

    public static string Append(string pointer, string name)
    {
        var segment = name.Length <= MaxSegment ? name : string.Concat(name.AsSpan(0, MaxSegment - 1), "…");
        return pointer + "/" + segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }

    /// <summary>As an operator says it: <c>/llm/apiKey</c> is <c>llm.apiKey</c>.</summary>
    public static string Spoken(string pointer) => pointer.TrimStart('/').Replace('/', '.');
}
