namespace MultiBot.Domain.Bots.Configuration;

/// <summary>The fields that go in and never come out.</summary>
internal static class SecretFields
{
    public static IReadOnlyList<(string Section, string Name)> All { get; } =
        [("telegram", "token"), ("telegram", "proxy"), ("telegram", "apiHash"), ("llm", "apiKey")];

    public static bool Contains(string pointer) => All.Any(field => pointer == $"/{field.Section}/{field.Name}");
}
