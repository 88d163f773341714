using Microsoft.Extensions.AI;
using MultiBot.Domain.Bots;
using MultiBot.Replies.Analyses;
using OpenAI.Chat;

namespace MultiBot.Replies.Llm;

/// <summary>
/// What a model wants to be asked with. OpenAI's reasoning families refuse a temperature and count their thoughts as output, so
/// they get room to think and are told to think little. Compatible servers know the older name <c>max_tokens</c> only.
/// </summary>
internal sealed class ModelTraits(LlmConfig bot, LlmProvider provider, string model, LlmOptions options)
{
    private static readonly string[] ReasoningFamilies = ["gpt-5", "o1", "o3", "o4"];

    /// <summary>Families of which every model takes pictures. A deployment of Azure is judged by its name.</summary>
    private static readonly string[] SeeingFamilies = ["gpt-4o", "gpt-4.1", "gpt-41", "gpt-5", "o3", "o4", "chatgpt-4o"];

    /// <summary>OpenAI's models from before answers could be held to a schema; gpt-4o and gpt-4.1 are none of them.</summary>
    private static readonly string[] SchemalessFamilies = ["gpt-3.5", "gpt-35", "gpt-4-"];

    /// <summary>The client library's name for "hold the model to it".</summary>
    private const string StrictSchema = "strict";

    private readonly ChatOptions _reply = Make(provider, model, bot.MaxOutputTokens, (float)bot.Temperature, options);
    private readonly ChatOptions _analysis = ForAnalysis(bot, provider, model, options);

    public ChatOptions For(Purpose purpose) => purpose is Purpose.Analysis ? _analysis : _reply;

    public static bool Reasons(string model) =>
        ReasoningFamilies.Any(family => model.StartsWith(family, StringComparison.OrdinalIgnoreCase)
            && (model.Length == family.Length || !char.IsAsciiLetterOrDigit(model[family.Length])))
        && !model.Contains("-chat", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a compatible server's model can do, its name does not tell.</summary>
    public static bool Sees(LlmProvider provider, string model) =>
        provider is not LlmProvider.Compatible
        && SeeingFamilies.Any(family => model.StartsWith(family, StringComparison.OrdinalIgnoreCase))
        && !model.StartsWith("o3-mini", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Compatible servers differ too much, and some refuse a request over it: their models are told in the prompt alone. A deployment of
    /// Azure is judged by its name, as good as that is.
    /// </summary>
    public static bool KeepsToASchema(LlmProvider provider, string model) =>
        provider is not LlmProvider.Compatible
        && !model.Equals("gpt-4", StringComparison.OrdinalIgnoreCase)
        && !SchemalessFamilies.Any(family => model.StartsWith(family, StringComparison.OrdinalIgnoreCase));

    private static ChatOptions ForAnalysis(LlmConfig bot, LlmProvider provider, string model, LlmOptions options)
    {
        // The same words should give the same notes: no inventing.
        var chat = Make(provider, model, options.AnalysisOutputTokens, temperature: 0, options);
        if (!KeepsToASchema(provider, model)) return chat;
        chat.ResponseFormat = AnalysisSchema.Format;
        chat.AdditionalProperties = new AdditionalPropertiesDictionary { [StrictSchema] = true };
        return chat;
    }

    private static ChatOptions Make(LlmProvider provider, string model, int outputTokens, float temperature, LlmOptions options)
    {
        if (provider is LlmProvider.Compatible)
        {
            return new ChatOptions
            {
                Temperature = temperature,
                RawRepresentationFactory = _ => WithOlderLimit(outputTokens),
            };
        }

        if (!Reasons(model)) return new ChatOptions { Temperature = temperature, MaxOutputTokens = outputTokens };

        return new ChatOptions
        {
            MaxOutputTokens = outputTokens + options.ReasoningTokens,
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
