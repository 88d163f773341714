namespace MultiBot.Storage;

/// <summary>Where database file, master key and logs live unless the operator says otherwise.</summary>
public static class DataFolders
{
    /// <summary><c>data</c> under the repository's root when the program runs from one (however it was started), else under the working directory.</summary>
    public static string Default { get; } = Path.Combine(RepositoryRoot() ?? Directory.GetCurrentDirectory(), "data");

    /// <summary>The configured folder as a full path; a relative one counts from the working directory.</summary>
    public static string Resolve(string? configured) =>
        string.IsNullOrWhiteSpace(configured) ? Default : Path.GetFullPath(configured);

    private static string? RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MultiBot.sln")))
                return folder.FullName;
        }

        return null;
    }
}
