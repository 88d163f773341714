namespace MultiBot.Silo.Discovery;

public static class DiscoveryRegistration
{
    public static IServiceCollection AddDiscovery(this IServiceCollection services) =>
        services.AddSingleton<BotFiles>().AddSingleton<SeenFiles>().AddSingleton<FileReading>().AddHostedService<BotDiscovery>();
}
