namespace MultiBot.Silo.Emulator;

/// <summary>
/// Ends long polls of the sandbox when the silo stops: the bots' own polls would otherwise hold the web server, and with it the
/// whole stop, for their half minute. Sends are left alone, so that none becomes uncertain by it.
/// </summary>
public static class SandboxPolls
{
    public static WebApplication UseSandboxPolls(this WebApplication app)
    {
        app.UseWhen(context => IsPoll(context.Request.Path), polls => polls.Use(async (context, next) =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, app.Lifetime.ApplicationStopping);
            context.RequestAborted = either.Token;
            await next(context);
            if (app.Lifetime.ApplicationStopping.IsCancellationRequested && !context.Response.HasStarted)
                context.Abort();
        }));
        return app;
    }

    private static bool IsPoll(PathString path) =>
        path.StartsWithSegments(SandboxMount.Prefix, out var rest)
        && (rest.StartsWithSegments("/control") || rest.Value!.EndsWith("/getUpdates", StringComparison.OrdinalIgnoreCase));
}
