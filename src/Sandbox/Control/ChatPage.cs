namespace MultiBot.Sandbox.Control;

/// <summary>The page on which a newcomer plays a person; three files inside this assembly.</summary>
internal static class ChatPage
{
    public static RequestDelegate Html { get; } = Serve("chat.html", "text/html; charset=utf-8");

    public static RequestDelegate Script { get; } = Serve("chat.js", "text/javascript; charset=utf-8");

    public static RequestDelegate Style { get; } = Serve("chat.css", "text/css; charset=utf-8");

    private static RequestDelegate Serve(string file, string type)
    {
        using var stream = typeof(ChatPage).Assembly.GetManifestResourceStream("MultiBot.Sandbox.Pages." + file)
            ?? throw new InvalidOperationException($"{file} is missing in this assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray();
        return async http =>
        {
            http.Response.ContentType = type;
            http.Response.ContentLength = bytes.Length;
            http.Response.Headers.CacheControl = "no-cache";
            await http.Response.BodyWriter.WriteAsync(bytes);
        };
    }
}
