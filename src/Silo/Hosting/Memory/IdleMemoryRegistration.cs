using MultiBot.Silo.Settings;

namespace MultiBot.Silo.Hosting.Memory;

public static class IdleMemoryRegistration
{
    public static IServiceCollection AddIdleMemory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MemorySettings>().Bind(configuration.GetSection(MemorySettings.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services.AddHostedService<IdleMemory>();
    }
}
