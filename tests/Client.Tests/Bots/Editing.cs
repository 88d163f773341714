using MultiBot.Client.Input;

namespace MultiBot.Client.Tests.Bots;

/// <summary>A person at the editor.</summary>
internal sealed class Editing(Func<string, string>? change) : IEditor
{
    public static Editing Never { get; } = new(_ => throw new InvalidOperationException("Nothing was to be edited."));

    /// <summary>An editor that ends with an error.</summary>
    public static Editing GivesUp { get; } = new(null);

    public string? Path { get; private set; }

    public UnixFileMode Mode { get; private set; }

    public async Task<bool> EditAsync(string path, CancellationToken cancellation)
    {
        Path = path;
        Mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
        if (change is null) return false;
        await File.WriteAllTextAsync(path, change(await File.ReadAllTextAsync(path, cancellation)), cancellation);
        return true;
    }
}
