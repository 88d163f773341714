namespace MultiBot.Domain.Bots.Configuration;

/// <summary>The fields of <c>llm</c>.</summary>
internal sealed class LlmReader(SectionReader section, LlmConfig? current, bool isTemplate)
{
    private const int MaxModel = 200;
    private const double MaxTemperature = 2;
    private const int MaxTokens = 32_000;

    private static readonly Shape Endpoint = new(
        ValueRules.IsUrl, ConfigCodes.BadUrl, "It must be an http or https address without user, query and fragment.");

    private static readonly Shape ApiKey = new(
        ValueRules.IsApiKey, ConfigCodes.BadKey, "A key is 1 to 1000 printable ASCII characters without blanks.");

    private static readonly Shape Model = SectionTexts.LineShape(MaxModel);

    public LlmConfig Read()
    {
        var defaults = new LlmConfig();
        var provider = section.Choice("provider", defaults.Provider, Choices.Providers);
        var endpoint = section.Shaped("endpoint", Endpoint);
        var llm = new LlmConfig
        {
            Provider = provider,
            Endpoint = endpoint,
            ApiKey = new SecretReader(section, isTemplate).Read("apiKey", current?.ApiKey, MovedBy(provider, endpoint), ApiKey),
            Model = section.Shaped("model", Model),
            FallbackModel = section.Shaped("fallbackModel", Model),
            Temperature = section.Number("temperature", defaults.Temperature, 0, MaxTemperature),
            MaxOutputTokens = section.Whole("maxOutputTokens", defaults.MaxOutputTokens, 1, MaxTokens),
            SpeechModel = section.Shaped("speechModel", Model),
            Vision = section.FlagOrNull("vision"),
            DailyTokenBudget = section.WholeOrNull("dailyTokenBudget", 1, int.MaxValue),
            DailyTokensPerPerson = section.WholeOrNull("dailyTokensPerPerson", 1, int.MaxValue),
            WhenSpent = section.Choice("whenSpent", BudgetPolicy.Silent, Choices.WhenSpent),
        };
        if (provider is not LlmProvider.OpenAi && !isTemplate)
        {
            Require("endpoint", llm.Endpoint, "This provider needs the address of its endpoint.");
            Require("model", llm.Model, "This provider needs a model (with azure the deployment's name).");
        }

        section.Finish();
        return llm;
    }

    private void Require(string name, string? value, string message)
    {
        if (value is null && !section.Errors.At(section.At(name))) section.Refuse(name, ConfigCodes.Required, message);
    }

    private string? MovedBy(LlmProvider provider, string? endpoint)
    {
        if (current is null || section.Errors.At(section.At("endpoint")) || section.Errors.At(section.At("provider"))) return null;
        if (provider != current.Provider) return "llm.provider";
        return endpoint != current.Endpoint ? "llm.endpoint" : null;
    }
}
