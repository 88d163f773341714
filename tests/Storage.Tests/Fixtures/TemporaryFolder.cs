namespace MultiBot.Storage.Tests.Fixtures;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("multibot-storage-").FullName;

    public string Database => File("multibot.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>What a killed process would leave: the files as they are at this moment.</summary>
    public TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path).Order())
        {
            if (!file.EndsWith(".lock", StringComparison.Ordinal)) System.IO.File.Copy(file, copy.File(System.IO.Path.GetFileName(file)));
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
