using MultiBot.Storage.Startup;

namespace MultiBot.Storage.Sqlite.Startup;

/// <summary>
/// One process per database file: an exclusive lock of the operating system on a file beside it. It ends with the process,
/// however that ends, so nothing has to be cleaned up after <c>kill -9</c>.
/// </summary>
internal sealed class ProcessLock : IDisposable
{
    private readonly FileStream file;

    private ProcessLock(FileStream file) => this.file = file;

    public static ProcessLock Take(string database)
    {
        var path = database + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new ProcessLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Unwritable(path, exception);
        }
        catch (IOException exception)
        {
            throw File.Exists(path) ? InUse(database, exception) : Unwritable(path, exception);
        }
    }

    public void Dispose() => file.Dispose();

    private static StorageStartupException InUse(string database, IOException inner) => new(
        StorageCodes.InUse,
        $"Another process uses {database}. Stop it, or give this one a data folder of its own (MultiBot:DataFolder).",
        inner);

    private static StorageStartupException Unwritable(string path, Exception inner) => new(
        StorageCodes.FolderUnwritable,
        $"Nothing can be written to {Path.GetDirectoryName(path)}. Make it writable for this user, or choose another folder (MultiBot:DataFolder).",
        inner);
}
