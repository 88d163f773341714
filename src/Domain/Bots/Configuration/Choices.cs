namespace MultiBot.Domain.Bots.Configuration;

/// <summary>Names on the outside of an enumeration's values.</summary>
internal sealed class Choices<T>(params (string Name, T Value)[] names)
    where T : struct, Enum
{
    public string Spoken { get; } = string.Join(", ", names.Select(choice => choice.Name));

    public IEnumerable<string> Names => names.Select(choice => choice.Name);

    public T? Find(string name) => names.Where(choice => choice.Name == name).Select(choice => (T?)choice.Value).FirstOrDefault();

    public string NameOf(T value) => names.First(choice => choice.Value.Equals(value)).Name;
}

internal static class Choices
{
    public static Choices<AccountKind> Kinds { get; } = new(("bot", AccountKind.Bot), ("user", AccountKind.User));

    public static Choices<GroupPolicy> Groups { get; } = new(("none", GroupPolicy.None), ("mention", GroupPolicy.Mention), ("all", GroupPolicy.All));

    public static Choices<LlmProvider> Providers { get; } =
        new(("openai", LlmProvider.OpenAi), ("azure", LlmProvider.Azure), ("compatible", LlmProvider.Compatible));

    public static Choices<BudgetPolicy> WhenSpent { get; } = new(("silent", BudgetPolicy.Silent), ("offlineReply", BudgetPolicy.OfflineReply));

    public static Choices<IsolationMode> Modes { get; } = new(("rowLevel", IsolationMode.RowLevel));

    public static Choices<UncertainPolicy> UncertainSends { get; } = new(("resend", UncertainPolicy.Resend), ("drop", UncertainPolicy.Drop));
}
