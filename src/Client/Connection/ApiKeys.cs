using MultiBot.Client.Output;

namespace MultiBot.Client.Connection;

/// <summary>Where the key comes from: the option, the environment, or the file that the first start leaves for its owner.</summary>
internal static class ApiKeys
{
    public const string Variable = "MULTIBOT_KEY";
    public const string FolderVariable = "MULTIBOT_DATA";
    private const string FileName = "admin.key";
    private const string RepositoryMark = "MultiBot.sln";

    /// <summary>Null when there is none. An unreadable file is passed over: the silo will say that a key is missing.</summary>
    public static string? Find(string? option, Terminal terminal)
    {
        if (!string.IsNullOrWhiteSpace(option)) return option.Trim();
        if (terminal.Environment(Variable) is { } variable && !string.IsNullOrWhiteSpace(variable)) return variable.Trim();
        return Folders(terminal).Select(folder => Read(Path.Combine(folder, FileName))).FirstOrDefault(key => key is not null);
    }

    private static IEnumerable<string> Folders(Terminal terminal)
    {
        if (terminal.Environment(FolderVariable) is { Length: > 0 } folder)
        {
            yield return Path.Combine(terminal.WorkingDirectory, folder);
            yield break;
        }

        for (var at = new DirectoryInfo(terminal.WorkingDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, RepositoryMark))) yield return Path.Combine(at.FullName, "data");
        }

        yield return Path.Combine(terminal.WorkingDirectory, "data");
    }

    private static string? Read(string path)
    {
        try
        {
            return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } key ? key : null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
