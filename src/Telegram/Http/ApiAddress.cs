using MultiBot.Domain.Bots;
using Microsoft.Extensions.Options;

namespace MultiBot.Telegram.Http;

/// <summary>Which server a bot talks to.</summary>
internal sealed class ApiAddress(IOptions<TelegramOptions> options, ISandboxAddress sandbox)
{
    /// <summary>What <c>apiUrl</c> says for «this cluster's own sandbox».</summary>
    private const string Sandbox = "sandbox";

    /// <summary>The base URL without a closing slash, or the code that says why there is none.</summary>
    public (string? Url, string? Problem) Of(TelegramConfig config)
    {
        if (string.Equals(config.ApiUrl, Sandbox, StringComparison.OrdinalIgnoreCase))
            return sandbox.Address is { } address ? (Trim(address), null) : (null, TelegramCodes.SandboxOff);
        return TryRead(config.ApiUrl ?? options.Value.BotApiUrl) is { } url ? (Trim(url), null) : (null, TelegramCodes.ApiUrlMalformed);
    }

    /// <summary>Null unless it is an absolute http or https URL without query, fragment and credentials.</summary>
    public static Uri? TryRead(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0
            ? url
            : null;

    private static string Trim(Uri url) => url.GetLeftPart(UriPartial.Path).TrimEnd('/');
}
