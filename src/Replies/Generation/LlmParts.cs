using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Replies.Budgets;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Speech;

namespace MultiBot.Replies.Generation;

/// <summary>What the generators of all bots are made from.</summary>
internal sealed class LlmParts(IOptions<LlmOptions> options, LlmClients clients, LlmMetrics metrics, BotBudgets budgets, VoiceSlots voices, TimeProvider time, ILogger<BotModels> logger)
{
    public LlmOptions Options => options.Value;
    public LlmClients Clients => clients;
    public LlmMetrics Metrics => metrics;
    public BotBudgets Budgets => budgets;
    public VoiceSlots Voices => voices;
    public TimeProvider Time => time;
    public ILogger Logger => logger;
}
