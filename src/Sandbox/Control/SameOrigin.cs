namespace MultiBot.Sandbox.Control;

/// <summary>
/// The control face asks for no key on loopback, so a web page from elsewhere must not reach it through the browser of
/// whoever runs it. Scripts send no Origin and pass.
/// </summary>
internal static class SameOrigin
{
    public static RequestDelegate Only(RequestDelegate next) => http => IsForeign(http.Request)
        ? ControlBody.Refuse(http, "foreign-origin", "The control face answers its own page and scripts only.", StatusCodes.Status403Forbidden)
        : next(http);

    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin is [{ Length: > 0 } origin, ..]
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
