using Microsoft.Extensions.Options;
using MultiBot.Silo.Hosting;
using MultiBot.Silo.Settings;

namespace MultiBot.Silo.Discovery;

/// <summary>The folder of bot files. Only its own level is read; a file's name is what owns a bot.</summary>
public sealed class BotFiles(IOptions<BotsSettings> settings)
{
    public const string Pattern = "*.json";

    public string Folder { get; } = HostFolders.Resolve(settings.Value.Folder);

    public bool Exists => Directory.Exists(Folder);

    /// <summary>Is the file that owns a bot still there?</summary>
    public bool Holds(string source) => source == Path.GetFileName(source) && File.Exists(Path.Combine(Folder, source));

    /// <summary>Names in order, so that of two files that claim one bot the same one always wins.</summary>
    public IReadOnlyList<string> Names() =>
        Exists ? [.. Directory.EnumerateFiles(Folder, Pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    public Task<byte[]> ReadAsync(string name, CancellationToken cancellation) => File.ReadAllBytesAsync(Path.Combine(Folder, name), cancellation);
}
