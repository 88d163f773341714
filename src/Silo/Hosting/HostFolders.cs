namespace MultiBot.Silo.Hosting;

/// <summary>Where relative folders start: the repository's root when the program runs from a clone, else the working directory.</summary>
public static class HostFolders
{
    private const string RootMark = "MultiBot.sln";

    public static string Root { get; } = FindRoot() ?? Directory.GetCurrentDirectory();

    public static string Resolve(string folder) => Path.GetFullPath(folder, Root);

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, RootMark)))
                return folder.FullName;
        }

        return null;
    }
}
