namespace MultiBot.Domain.Tests;

/// <summary>The project's documents, for tests that hold them to the code.</summary>
internal static class Documents
{
    public static string Read(string file)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MultiBot.sln"))) folder = Path.GetDirectoryName(folder)!;
        return File.ReadAllText(Path.Combine(folder, "docs", file));
    }
}
