using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Telemetry;
using MultiBot.Replies.Budgets;
using MultiBot.Replies.Generation;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Speech;

namespace MultiBot.Replies;

public static class RepliesRegistration
{
    /// <summary>
    /// Registers <see cref="IReplyGeneratorFactory"/> with the options of section <c>MultiBot:Llm</c>, checked at start. A
    /// <see cref="TimeProvider"/> registered before is used.
    /// </summary>
    public static IServiceCollection AddReplies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LlmOptions>().Bind(configuration.GetSection(LlmOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LlmTransport>();
        services.TryAddSingleton<LlmClients>();
        services.TryAddSingleton(new BotTag(configuration.GetValue<bool>(BotTag.Option)));
        services.TryAddSingleton<LlmMetrics>();
        services.AddSingleton<IInstruments>(provider => provider.GetRequiredService<LlmMetrics>());
        services.TryAddSingleton<BotBudgets>();
        services.TryAddSingleton<VoiceSlots>();
        services.TryAddSingleton<LlmParts>();
        services.TryAddSingleton<IReplyGeneratorFactory, ReplyGeneratorFactory>();
        return services;
    }
}
