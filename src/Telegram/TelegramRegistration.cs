using MultiBot.Domain.Sessions;
using MultiBot.Domain.Telemetry;
using MultiBot.Telegram.Bots;
using MultiBot.Telegram.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MultiBot.Telegram;

/// <summary>How a host takes in Telegram.</summary>
public static class TelegramRegistration
{
    /// <summary>
    /// Registers <see cref="ITelegramSessionFactory"/>, configured by <see cref="TelegramOptions"/>. A host with a sandbox registers
    /// its <see cref="ISandboxAddress"/>, before or after. Time is the registered <see cref="TimeProvider"/>, else the system's;
    /// jitter is drawn from the registered <see cref="Random"/>, else from a new one.
    /// </summary>
    public static IServiceCollection AddTelegram(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TelegramOptions>()
            .Bind(configuration.GetSection(TelegramOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                options => ApiAddress.TryRead(options.BotApiUrl) is not null,
                $"{TelegramOptions.Section}:{nameof(TelegramOptions.BotApiUrl)} must be an absolute http or https URL without query and password.")
            .ValidateOnStart();
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<KnownAccounts>().AddSingleton<TelegramMetrics>().AddSingleton<ConnectionPools>();
        services.AddSingleton<IInstruments>(provider => provider.GetRequiredService<TelegramMetrics>());
        services.AddSingleton(provider => new ApiAddress(
            provider.GetRequiredService<IOptions<TelegramOptions>>(), provider.GetService<ISandboxAddress>() ?? new NoSandbox()));
        services.AddSingleton(MakeFactory);
        services.AddSingleton<ITelegramSessionFactory>(provider => provider.GetRequiredService<TelegramSessionFactory>());
        return services;
    }

    private static TelegramSessionFactory MakeFactory(IServiceProvider provider) => new(
        provider.GetRequiredService<ApiAddress>(),
        provider.GetRequiredService<ConnectionPools>(),
        provider.GetRequiredService<KnownAccounts>(),
        provider.GetRequiredService<TelegramMetrics>(),
        provider.GetRequiredService<IOptions<TelegramOptions>>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<TelegramSessionFactory>>(),
        provider.GetService<Random>() ?? new Random());
}
