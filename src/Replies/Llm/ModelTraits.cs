using Microsoft.Extensions.AI;
using MultiBot.Domain.Bots;
using OpenAI.Chat;

namespace MultiBot.Replies.Llm;

/// <summary>
/// What a model wants to be asked with. OpenAI's reasoning families refuse a temperature and count their thoughts as output, so
/// they get room to think and are told to think little. Compatible servers know the older name <c>max_tokens</c> only.
/// </summary>
internal static class ModelTraits
{
    private static readonly string[] ReasoningFamilies = ["gpt-5", "o1", "o3", "o4"];

    public static bool Reasons(string model) =>
        ReasoningFamilies.Any(family => model.StartsWith(family, StringComparison.OrdinalIgnoreCase)
            && (model.Length == family.Length || !char.IsAsciiLetterOrDigit(model[family.Length])))
        && !model.Contains("-chat", StringComparison.OrdinalIgnoreCase);

    public static ChatOptions Options(LlmConfig bot, LlmProvider provider, string model, LlmOptions options)
    {
        if (provider is LlmProvider.Compatible)
        {
            return new ChatOptions
            {
                Temperature = (float)bot.Temperature,
                RawRepresentationFactory = _ => WithOlderLimit(bot.MaxOutputTokens),
            };
        }

        if (!Reasons(model)) return new ChatOptions { Temperature = (float)bot.Temperature, MaxOutputTokens = bot.MaxOutputTokens };

        return new ChatOptions
        {
            MaxOutputTokens = bot.MaxOutputTokens + options.ReasoningTokens,
            Reasoning = provider is LlmProvider.Azure ? null : new ReasoningOptions { Effort = ReasoningEffort.Low },
        };
    }

    private static ChatCompletionOptions WithOlderLimit(int tokens)
    {
        var options = new ChatCompletionOptions();
#pragma warning disable SCME0001 // The SDK's only way to send a field it has no property for; marked experimental, covered by a wire test.
        options.Patch.Set("$.max_tokens"u8, tokens);
#pragma warning restore SCME0001
        return options;
    }
}
