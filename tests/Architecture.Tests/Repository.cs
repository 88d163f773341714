namespace MultiBot.Architecture.Tests;

/// <summary>Where the sources under test lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string SourceFolder { get; } = Path.Combine(Root, "src");

    /// <summary>Our own C# files, generated ones left out.</summary>
    public static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(SourceFolder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MultiBot.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("MultiBot.sln was not found above the test's folder.");
    }
}
