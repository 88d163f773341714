using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Silo.Hosting;

namespace MultiBot.Silo.FirstStart;

/// <summary>
/// The bot a newcomer talks to. Registered once, at the first start: a note in the data folder asks for it and then says that it was
/// registered, so that removing the bot sticks.
/// </summary>
public sealed partial class DemoBot(DataFolder data, IGrainFactory grains, ILogger<DemoBot> logger)
{
    private const string NoteName = "demo.note";
    private const string Wanted = "wanted";
    private const string Done = "registered";
    private const string ResourceName = "MultiBot.Silo.demo.json";

    private string Note => data.File(NoteName);

    public void Want()
    {
        if (!File.Exists(Note)) File.WriteAllText(Note, Wanted);
    }

    /// <summary>Another silo made the first start.</summary>
    public void Forgo()
    {
        if (IsWanted()) File.Delete(Note);
    }

    /// <summary>Once grains answer. A silo that can't register it tries again at its next start.</summary>
    public async Task RegisterAsync(CancellationToken cancellation)
    {
        if (!IsWanted()) return;
        var answer = await grains.Manager().RegisterBot(new BotWrite { Json = await ReadAsync(cancellation) });
        if (answer.Problem is { Code: not "bot.exists" } problem)
        {
            LogRefused(problem.Code);
            return;
        }

        await File.WriteAllTextAsync(Note, Done, cancellation);
    }

    private bool IsWanted() => File.Exists(Note) && File.ReadAllText(Note) == Wanted;

    private static async Task<string> ReadAsync(CancellationToken cancellation)
    {
        using var reader = new StreamReader(typeof(DemoBot).Assembly.GetManifestResourceStream(ResourceName)!);
        return await reader.ReadToEndAsync(cancellation);
    }

    [LoggerMessage(EventName = "DemoBotRefused", Level = LogLevel.Warning, Message = "The demo bot could not be registered: {Code}")]
    private partial void LogRefused(string code);
}
