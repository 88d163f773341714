namespace MultiBot.Silo.Hosting;

/// <summary>The folder of the database file, the master key and the admin key. Made for its owner only.</summary>
public sealed class DataFolder
{
    public const string Key = "MultiBot:DataFolder";
    private const string Default = "data";

    private DataFolder(string path) => Path = path;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <exception cref="StartException">The folder can't be made or written.</exception>
    public static DataFolder Open(IConfiguration configuration)
    {
        var folder = new DataFolder(HostFolders.Resolve(configuration[Key] is { Length: > 0 } path ? path : Default));
        try
        {
            folder.Make();
            folder.TryWriting();
            return folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new StartException(
                "storage.folder_unwritable", $"The data folder {folder.Path} can't be written. Give it to this user, or choose another with --{Key}=….", failure);
        }
    }

    private void Make()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void TryWriting()
    {
        using var probe = new FileStream(
            File($".write-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        probe.WriteByte(0);
    }
}
