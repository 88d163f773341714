using System.Globalization;
using Microsoft.Net.Http.Headers;
using MultiBot.Silo.Api.Problems;

namespace MultiBot.Silo.Api;

/// <summary>Revisions as ETags, and the condition <c>If-Match</c> puts on a change.</summary>
public static class Revisions
{
    public static string Tag(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    public static void SetRevision(this HttpContext context, long revision) => context.Response.Headers.ETag = Tag(revision);

    /// <summary>The revision a change expects. Null: any.</summary>
    /// <exception cref="ApiException">A tag that no revision of ours can have: the condition fails.</exception>
    public static long? Expected(HttpRequest request)
    {
        var header = request.Headers[HeaderNames.IfMatch].ToString();
        if (header is "" or "*") return null;
        return EntityTagHeaderValue.TryParse(header, out var tag) && !tag.IsWeak
            && long.TryParse(tag.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
                ? revision
                : throw new ApiException(ApiProblems.Stale);
    }
}
