using System.Globalization;

namespace MultiBot.Replies.Guards;

/// <summary>The hosts a persona's links may lead to: those the operator named, with everything below them. Pure.</summary>
internal sealed class AllowedHosts(IReadOnlyList<string> named)
{
    private readonly string[] _hosts = [.. named.Select(Plain).OfType<string>()];

    /// <summary>Whether <paramref name="host"/> is one of them, however it is written; one that can't be a host's name is none.</summary>
    public bool Hold(ReadOnlySpan<char> host)
    {
        if (_hosts.Length == 0 || Plain(host.ToString()) is not { } plain) return false;
        return _hosts.Any(allowed => plain.EndsWith(allowed, StringComparison.Ordinal)
            && (plain.Length == allowed.Length || plain[plain.Length - allowed.Length - 1] == '.'));
    }

    /// <summary>As it travels in DNS: ASCII in lower case.</summary>
    private static string? Plain(string host)
    {
        try
        {
            return new IdnMapping().GetAscii(host).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null; // no name that DNS could hold: there is no other way to find out
        }
    }
}
