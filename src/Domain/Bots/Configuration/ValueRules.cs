using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>Shapes of single values. Pure; nothing here looks anything up on a network.</summary>
internal static partial class ValueRules
{
    // DNS takes no more.
    private const int MaxHost = 253;
    private const int MaxProxyPort = 65535;

    /// <summary>BotFather's tokens: the account's number, a colon, the secret part.</summary>
    public static bool IsToken(string text) => TokenShape().IsMatch(text);

    /// <summary>Printable ASCII: it travels in an HTTP header.</summary>
    public static bool IsApiKey(string text) => ApiKeyShape().IsMatch(text);

    public static bool IsApiHash(string text) => ApiHashShape().IsMatch(text);

    public static bool IsPhone(string text) => PhoneShape().IsMatch(text);

    public static bool IsTag(string text) => TagShape().IsMatch(text);

    /// <summary>Well-formed by RFC 5646 as far as its parts go: a language, then scripts, regions, variants.</summary>
    public static bool IsLanguage(string text) => LanguageShape().IsMatch(text);

    /// <summary>
    /// An IANA zone this system knows, in its own spelling: other cases are found or not depending on what was looked up before.
    /// The shape is checked first: a zone's name is a file's name.
    /// </summary>
    public static bool IsTimeZone(string text) =>
        ZoneShape().IsMatch(text) && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone)
        && (zone.Id == text || !zone.Id.Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>An ISO 8601 date and time that says its offset; null for anything else, a time that is everywhere another among it.</summary>
    public static DateTimeOffset? ReadTime(string text) =>
        TimeShape().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <summary>http or https with a host; a path is kept, anything that might hold a secret (user, query, fragment) is refused.</summary>
    public static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0 && !text.Any(char.IsWhiteSpace);

    /// <summary>socks5, http or mtproxy with host and port; user and password may stand before them, and only mtproxy has a query.</summary>
    public static bool IsProxy(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "socks5" or "http" or "mtproxy"
        && uri.Host.Length > 0 && uri.Port is > 0 and <= MaxProxyPort && HasPort(uri, text)
        && uri.AbsolutePath is "" or "/" && uri.Fragment.Length == 0 && !text.Any(char.IsWhiteSpace)
        && (uri.Query.Length == 0 || uri.Scheme == "mtproxy");

    /// <summary>A host's name with at least one dot, in any script, or an IPv4 address.</summary>
    public static bool IsHost(string text) =>
        text.Length <= MaxHost && HostShape().IsMatch(text) && Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4;

    public static bool IsPlainHttp(string? url) => url?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) is true;

    // Uri fills in port 80 for http; a proxy on an unsaid port is a typo more often than a wish.
    private static bool HasPort(Uri uri, string text) => !uri.IsDefaultPort || text.TrimEnd('/').EndsWith(":80", StringComparison.Ordinal);

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex TimeShape();

    [GeneratedRegex(@"^[0-9]{1,20}:[A-Za-z0-9_-]{3,100}\z")]
    private static partial Regex TokenShape();

    [GeneratedRegex(@"^[!-~]{1,1000}\z")]
    private static partial Regex ApiKeyShape();

    [GeneratedRegex(@"^[0-9a-fA-F]{32}\z")]
    private static partial Regex ApiHashShape();

    [GeneratedRegex(@"^\+?[0-9]{5,15}\z")]
    private static partial Regex PhoneShape();

    [GeneratedRegex(@"^[\p{L}\p{Nd}_.:-]{1,50}\z")]
    private static partial Regex TagShape();

    [GeneratedRegex(@"^[\p{L}\p{M}\p{Nd}-]{1,63}(\.[\p{L}\p{M}\p{Nd}-]{1,63})+\z")]
    private static partial Regex HostShape();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,5}\z")]
    private static partial Regex LanguageShape();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+/-]{1,63}\z")]
    private static partial Regex ZoneShape();
}
