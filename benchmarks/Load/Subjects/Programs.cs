namespace MultiBot.Load.Subjects;

/// <summary>Where the programs under load lie: in their own folders, as they were built along with this one.</summary>
internal static class Programs
{
    private const string RootMark = "MultiBot.sln";

    public static string Silo => Find("src", "Silo");

    public static string PlainPeer => Find("benchmarks", "PlainPeer");

    private static string Find(string group, string project)
    {
        // …/bin/<configuration>/<framework>/
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var (name, configuration) = (framework.Name, framework.Parent!.Name);
        for (var folder = framework; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, RootMark)))
                return Path.Combine(folder.FullName, group, project, "bin", configuration, name, $"MultiBot.{project}.dll");
        }

        throw new InvalidOperationException($"{RootMark} was not found above {AppContext.BaseDirectory}.");
    }
}
