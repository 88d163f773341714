namespace MultiBot.Telegram.Tests;

/// <summary>An operator finds every code in the documentation.</summary>
public sealed class ErrorCodesTests
{
    public static TheoryData<string> Codes => [.. typeof(TelegramCodes).GetFields().Select(code => (string)code.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Code_StandsInTheDocumentation(string code) => Assert.Contains($"| `{code}` |", Documentation, StringComparison.Ordinal);

    private static string Documentation { get; } = File.ReadAllText(Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), "docs", "errors.md"));

    private static string Root(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "MultiBot.sln")) ? folder.FullName : Root(folder.Parent!);
}
