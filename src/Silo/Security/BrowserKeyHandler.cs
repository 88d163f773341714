using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MultiBot.Silo.Security;

/// <summary>
/// For pages a person opens in a browser: the key as the password of <c>Authorization: Basic</c> (RFC 7617), whatever the user name,
/// beside Bearer. A browser sends that along by itself, on behalf of any page: only what reads may accept it.
/// </summary>
public sealed class BrowserKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyRing keys)
    : ApiKeyHandler(options, loggers, encoder, keys)
{
    public new const string SchemeName = "Basic";

    /// <summary>A user name and a key, in Base64.</summary>
    private const int MaxLength = 2 * ApiKeyText.MaxLength;

    protected override string? Sent => base.Sent ?? (After(SchemeName) is { } pair ? PasswordIn(pair) : null);

    protected override string Challenge(bool refused) => "Basic realm=\"MultiBot\", charset=\"UTF-8\"";

    /// <summary>Null: nothing readable, as if nothing had been sent.</summary>
    private static string? PasswordIn(string pair)
    {
        if (pair.Length > MaxLength) return null;
        var bytes = new byte[pair.Length];
        if (!Convert.TryFromBase64String(pair, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? text[(colon + 1)..] : null;
    }
}
