using MultiBot.Silo.FirstStart;
using MultiBot.Storage.Startup;

namespace MultiBot.Silo.Hosting;

/// <summary>The order of a start: storage first, then a rehearsal, the first key, and everything that works on them.</summary>
public static class SiloRun
{
    /// <summary>Exit code 0 after a graceful stop, 1 when the silo could not start. Nothing an operator can mend prints a stack trace.</summary>
    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        try
        {
            if (args is [AdminKeyCommand.Verb, ..])
                return await AdminKeyCommand.RunAsync(args[1..], Console.Out, TimeProvider.System);
            if (args is [var word, ..] && !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal))
                throw new StartException("start.unknown_argument", $"«{word}» is no command. Options look like --MultiBot:Http:Port=5081; the one command is {AdminKeyCommand.Verb}.");

            await using var app = build(args);
            await app.StartSiloAsync(Console.Out);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync(StartErrors.Explain(failure) is { } known
                ? $"{known.Code}: {known.Message}"
                : $"start.failed: {failure}");
            return 1;
        }
    }

    /// <summary>Starts in the one order that works. What started before a failure is stopped in order, too.</summary>
    public static async Task StartSiloAsync(this WebApplication app, TextWriter output)
    {
        try
        {
            await StartInOrderAsync(app, output);
        }
        catch (Exception failure)
        {
            await StopAsync(app, failure);
            throw;
        }
    }

    /// <summary>A host that has not come far can't be stopped and says so; what kept it from starting must not be lost over that.</summary>
    private static async Task StopAsync(WebApplication app, Exception failure)
    {
        try
        {
            await app.StopAsync();
        }
        catch (Exception stopping)
        {
            throw new AggregateException(failure, stopping);
        }
    }

    private static async Task StartInOrderAsync(WebApplication app, TextWriter output)
    {
        var services = app.Services;
        var stopping = app.Lifetime.ApplicationStopping;
        await services.GetRequiredService<IStorageStartup>().StartAsync(stopping);
        await Rehearsal.PlayAsync(services, stopping);
        var key = await services.GetRequiredService<FirstKey>().MakeAsync(stopping);
        await services.GetRequiredService<AdminKeyRequests>().TakeUpAsync(stopping);
        // Without the token: services keep it for life, and stopping would cancel what they have to do while they stop.
        await app.StartAsync();
        await services.GetRequiredService<DemoBot>().RegisterAsync(stopping);
        await Banner.PrintAsync(output, services.GetRequiredService<HostSettings>(), key);
    }
}
