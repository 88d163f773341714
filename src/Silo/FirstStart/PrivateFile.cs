namespace MultiBot.Silo.FirstStart;

/// <summary>Files that only their owner may read, from the first byte on; never half-written under their name.</summary>
public static class PrivateFile
{
    public static async Task WriteAsync(string path, string text, CancellationToken cancellation)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var stream = new FileStream(draft, options))
        await using (var writer = new StreamWriter(stream))
        {
            await writer.WriteAsync(text.AsMemory(), cancellation);
            await writer.FlushAsync(cancellation);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
