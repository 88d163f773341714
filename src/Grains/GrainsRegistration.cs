using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Bots.Configuration;
using MultiBot.Domain.Notices;
using MultiBot.Domain.Telemetry;
using MultiBot.Grains.Balance;
using MultiBot.Grains.Commands;
using MultiBot.Grains.Bots;
using MultiBot.Grains.Events;
using MultiBot.Grains.Events.Subscribers;
using MultiBot.Grains.Girls;
using MultiBot.Grains.Leases;
using MultiBot.Grains.Manager;
using MultiBot.Grains.Notices;
using MultiBot.Grains.Placement;
using MultiBot.Grains.Privacy;
using MultiBot.Grains.Supervision;
using MultiBot.Grains.Telemetry;
using MultiBot.Grains.Webhooks;

namespace MultiBot.Grains;

/// <summary>What a silo needs to host the grains. Ports (storage, Telegram, replies, <see cref="ISiloIdentity"/>) are registered elsewhere.</summary>
public static class GrainsRegistration
{
    public static IServiceCollection AddMultiBotGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LeaseOptions>().Bind(configuration.GetSection(LeaseOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WakerOptions>().Bind(configuration.GetSection(WakerOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SupervisorOptions>().Bind(configuration.GetSection(SupervisorOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BalanceOptions>().Bind(configuration.GetSection(BalanceOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EventsOptions>().Bind(configuration.GetSection(EventsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WebhooksOptions>().Bind(configuration.GetSection(WebhooksOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<NoticesOptions>().Bind(configuration.GetSection(NoticesOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FleetNoticesOptions>().Bind(configuration.GetSection(FleetNoticesOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PrivacyOptions>().Bind(configuration.GetSection(PrivacyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LeaseKeeper>();
        services.AddSingleton<ILeaseKeeper>(provider => provider.GetRequiredService<LeaseKeeper>());
        services.AddSingleton<HeldBots>();
        services.AddSingleton<CondemnedSilos>();
        services.AddSingleton<LeastLoaded>();
        services.AddPlacementDirector<BesideTheLease, BesideTheLeaseDirector>();
        services.AddSingleton<EventTail>();
        services.AddSingleton<EventRetention>();
        services.AddSingleton<SiloEvents>();
        services.AddSingleton<PrivacyJanitor>();
        services.AddSingleton<SubscriberSilo>();
        services.AddSingleton<NoticeCourier>();
        services.AddSingleton<FleetPost>();
        services.AddSingleton(provider => new NoticesSilo(
            provider.GetRequiredService<INotices>(), provider.GetRequiredService<NoticeCourier>(), provider.GetRequiredService<FleetPost>(),
            provider.GetRequiredService<IOptions<NoticesOptions>>()));
        services.AddSingleton<ChatWaker>();
        services.AddSingleton<AwakeChats>();
        services.AddSingleton<BotStarts>();
        services.AddSingleton<Supervisor>();
        services.AddSingleton<SessionWatch>();
        services.AddSingleton<BotMover>();
        services.AddSingleton<Balancer>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SiloBackground>();

        services.TryAddSingleton<IConfigurationFactory, ConfigurationFactory>();
        services.AddSingleton<BotFactory>();
        services.AddSingleton<IBotFactory>(provider => provider.GetRequiredService<BotFactory>());
        services.AddSingleton<IComponentFactory>(provider => provider.GetRequiredService<BotFactory>());
        services.AddSingleton<Intake>();
        services.AddSingleton<ContactBook>().AddSingleton<AdminReports>().AddSingleton<AdminDesk>();
        services.AddInstruments(configuration);
        services.AddSingleton<BotGrainSilo>();
        services.AddSingleton<GirlGrainSilo>();
        services.AddSingleton<Registry>();
        services.AddSingleton<ClusterInfo>();
        services.AddWebhooks();
        return services;
    }

    private static void AddInstruments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics();
        services.TryAddSingleton(new BotTag(configuration.GetValue<bool>(BotTag.Option)));
        services.AddSingleton<BotStatuses>();
        services.AddSingleton<MessageMetrics>().AddSingleton<IInstruments>(provider => provider.GetRequiredService<MessageMetrics>());
        services.AddSingleton<LeaseMetrics>().AddSingleton<IInstruments>(provider => provider.GetRequiredService<LeaseMetrics>());
        services.AddSingleton<IInstruments, SiloGauges>();
    }
}
