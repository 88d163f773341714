using System.CommandLine;
using System.Globalization;
using MultiBot.Load.Runs;

namespace MultiBot.Load.Commands;

/// <summary><c>idle</c>.</summary>
internal static class IdleCommand
{
    private const string Counts = "1000,10000";

    public static Command Make()
    {
        var bots = new Option<string>("--bots") { Description = "Numbers of bots, rising, apart by commas.", DefaultValueFactory = _ => Counts };
        bots.Validators.Add(result =>
        {
            if (Read(result.GetValueOrDefault<string>() ?? "") is not { Count: > 0 })
                result.AddError("--bots must be rising numbers, such as 1000,10000.");
        });
        var split = new Option<bool>("--split") { Description = "Measures the last number once more with polls half as long: what they cost is the difference." };
        var (tls, program, provider, set, json) = (LoadOptions.NewTls(), LoadOptions.NewProgram(), LoadOptions.NewProvider(), LoadOptions.NewSet(), LoadOptions.NewJson());
        var command = new Command("idle", "Bots that nobody writes to: how fast they start, what they cost.") { bots, split, tls, program, provider, set, json };
        command.SetAction((parsed, cancelled) =>
        {
            var counts = Read(parsed.GetValue(bots)!)!;
            var plan = LoadPlan.Idle(counts[^1], parsed.GetValue(provider), parsed.GetValue(set) ?? []) with { Tls = parsed.GetValue(tls), SiloProgram = parsed.GetValue(program) };
            return Running.RunAsync(parsed.GetValue(json), log => IdleRun.RunAsync(plan, counts, parsed.GetValue(split), log, cancelled), cancelled);
        });
        return command;
    }

    /// <summary>Null unless they are numbers above 0 that rise.</summary>
    private static List<int>? Read(string text)
    {
        var counts = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count <= counts.LastOrDefault())
                return null;
            counts.Add(count);
        }

        return counts;
    }
}
