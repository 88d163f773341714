using Microsoft.Extensions.Logging.Console;

namespace MultiBot.Silo.Hosting;

/// <summary>
/// One line an event on the console, in words, or as JSON with <c>Logging:Console:FormatterName=json</c>. Levels are in appsettings.json; the
/// framework's <c>Logging:Console:FormatterOptions</c> have the last word.
/// </summary>
public static class SiloLogging
{
    public static WebApplicationBuilder UseSiloLogging(this WebApplicationBuilder builder)
    {
        var console = builder.Configuration.GetSection("Logging:Console");
        var options = console.GetSection("FormatterOptions");
        builder.Logging.ClearProviders();
        if (string.Equals(console["FormatterName"], ConsoleFormatterNames.Json, StringComparison.OrdinalIgnoreCase))
        {
            builder.Logging.AddJsonConsole(json =>
            {
                (json.TimestampFormat, json.UseUtcTimestamp) = ("O", true);
                options.Bind(json);
            });
            return builder;
        }

        builder.Logging.AddSimpleConsole(simple =>
        {
            (simple.SingleLine, simple.TimestampFormat) = (true, "HH:mm:ss.fff ");
            options.Bind(simple);
        });
        return builder;
    }
}
