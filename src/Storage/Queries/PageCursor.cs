using System.Buffers.Text;
using System.Globalization;
using System.Text;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Queries;

/// <summary>The key of a page's last item, base64url. What list it belongs to is part of it, so that it can't be used for another.</summary>
internal static class PageCursor
{
    private const char Separator = '\n';

    public static string Make(string list, params ReadOnlySpan<string> key) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, [list, .. key])));

    public static string Make(string list, long key) => Make(list, key.ToString(CultureInfo.InvariantCulture));

    /// <summary>The key's parts; null for the first page.</summary>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static string[]? Read(string? cursor, string list, int parts)
    {
        if (cursor is null) return null;
        if (!Base64Url.IsValid(cursor)) throw Strange();
        var found = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(Separator, parts + 1);
        if (found.Length != parts + 1 || found[0] != list || found.Any(part => part.Any(char.IsControl))) throw Strange();
        return found[1..];
    }

    /// <inheritdoc cref="Read"/>
    public static long? ReadNumber(string? cursor, string list)
    {
        if (Read(cursor, list, 1) is not [var text]) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key) ? key : throw Strange();
    }

    /// <summary>A page out of one row more than was asked for.</summary>
    public static Page<T> Page<T>(List<T> found, int limit, Func<T, string> cursor)
    {
        var more = found.Count > limit;
        if (more) found.RemoveRange(limit, found.Count - limit);
        return new Page<T> { Items = [.. found], Next = more ? cursor(found[^1]) : null };
    }

    private static FormatException Strange() => new("This cursor is not one of this list.");
}
