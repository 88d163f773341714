namespace MultiBot.Silo.Hosting;

/// <summary>One line an event on the console. Levels are in appsettings.json.</summary>
public static class SiloLogging
{
    public static WebApplicationBuilder UseSiloLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
        return builder;
    }
}
