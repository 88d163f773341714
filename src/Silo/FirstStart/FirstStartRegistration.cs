namespace MultiBot.Silo.FirstStart;

public static class FirstStartRegistration
{
    public static IServiceCollection AddFirstStart(this IServiceCollection services)
    {
        services.AddSingleton<FirstKey>().AddSingleton<DemoBot>().AddSingleton<AdminKeyRequests>();
        return services.AddHostedService(provider => provider.GetRequiredService<AdminKeyRequests>());
    }
}
