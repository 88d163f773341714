using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Silo.FirstStart;
using MultiBot.Silo.Hosting;

namespace MultiBot.Silo.Discovery;

/// <summary>What was read last of each file, kept in the data folder: a restart changes nothing that did not change, and notices what went meanwhile.</summary>
public sealed class SeenFiles(DataFolder data)
{
    private const string FileName = "bot-files.json";
    private Dictionary<string, SeenFile> seen = [];

    public IReadOnlyCollection<string> Names => seen.Keys;

    public async Task LoadAsync(CancellationToken cancellation)
    {
        if (!File.Exists(data.File(FileName))) return;
        try
        {
            seen = JsonSerializer.Deserialize<Dictionary<string, SeenFile>>(await File.ReadAllTextAsync(data.File(FileName), cancellation)) ?? [];
        }
        catch (JsonException)
        {
            // Only a memory aid: without it every file is read again, which changes nothing but revisions.
            seen = [];
        }
    }

    public SeenFile? Find(string name) => seen.GetValueOrDefault(name);

    public Task SetAsync(string name, SeenFile file, CancellationToken cancellation)
    {
        seen[name] = file;
        return SaveAsync(cancellation);
    }

    public Task ForgetAsync(string name, CancellationToken cancellation)
    {
        seen.Remove(name);
        return SaveAsync(cancellation);
    }

    private Task SaveAsync(CancellationToken cancellation) =>
        PrivateFile.WriteAsync(data.File(FileName), JsonSerializer.Serialize(seen), cancellation);
}

/// <summary>A file as it was read.</summary>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Bot">The bot it registered; null: it was refused.</param>
public sealed record SeenFile(string Sha256, string? Bot)
{
    public BotId? BotId => Domain.Bots.BotId.TryParse(Bot, out var bot) ? bot : null;
}
