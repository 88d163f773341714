using System.Security.Cryptography;
using MultiBot.Storage.Startup;

namespace MultiBot.Storage.Secrets;

/// <summary>Finds the master key: from the configuration, else from its file, else makes the file, but never where the database knows a key already.</summary>
internal sealed class MasterKeyFile(SecurityOptions options, string dataFolder)
{
    private readonly string path = options.MasterKeyFile is { Length: > 0 } file ? Path.GetFullPath(file) : Path.Combine(dataFolder, "master.key");

    /// <summary>The key the database was sealed with; <paramref name="fingerprint"/> is null for a database that knows none yet.</summary>
    public MasterKey Find(byte[]? fingerprint)
    {
        var key = Read();
        if (key is null)
            return fingerprint is null ? Make() : throw Missing();
        if (fingerprint is not null && !CryptographicOperations.FixedTimeEquals(fingerprint, key.Fingerprint))
            throw Wrong("The master key is not the one this database was sealed with.");
        return key;
    }

    private MasterKey? Read()
    {
        if (options.MasterKey is { } configured) return Parse(configured.Reveal());
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllText(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageStartupException(StorageCodes.MasterKeyMissing, $"The master key file {path} can't be read. Make it readable for this user.", exception);
        }
    }

    private MasterKey Parse(string text)
    {
        var key = new byte[MasterKey.Size];
        if (!Convert.TryFromBase64String(text.Trim(), key, out var length) || length != MasterKey.Size)
            throw Wrong($"The master key is not base64 of {MasterKey.Size} bytes.");
        return new MasterKey(key);
    }

    /// <summary>Readable for its owner only from the first moment on; complete on disk before anything is sealed with it.</summary>
    private MasterKey Make()
    {
        var key = RandomNumberGenerator.GetBytes(MasterKey.Size);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var incomplete = path + ".new";
            File.Delete(incomplete);
            using (var file = new FileStream(incomplete, OwnerOnly()))
            using (var writer = new StreamWriter(file))
            {
                writer.WriteLine(Convert.ToBase64String(key));
                writer.Flush();
                file.Flush(flushToDisk: true);
            }

            File.Move(incomplete, path, overwrite: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageStartupException(StorageCodes.FolderUnwritable, $"The master key can't be written to {path}. Make its folder writable for this user.", exception);
        }

        return new MasterKey(key);
    }

    private static FileStreamOptions OwnerOnly()
    {
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return file;
    }

    private StorageStartupException Missing() => new(
        StorageCodes.MasterKeyMissing,
        $"This database was sealed with a master key that is not here. Put it back to {path}, or give it as MultiBot:Security:MasterKey.");

    private StorageStartupException Wrong(string what) => new(
        StorageCodes.MasterKeyWrong,
        $"{what} Put the right one to {path}, or give it as MultiBot:Security:MasterKey.");
}
