using System.CommandLine;
using MultiBot.Load.Runs;

namespace MultiBot.Load.Commands;

/// <summary><c>soak</c>.</summary>
internal static class SoakCommand
{
    public static Command Make()
    {
        var minutes = LoadOptions.Count("--minutes", "How long.", 30);
        var fraction = new Option<double>("--fraction") { Description = "Part of the most it can carry, 0 to 1.", DefaultValueFactory = _ => 0.6 };
        fraction.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 1))
                result.AddError("--fraction must lie above 0 and not above 1.");
        });
        var command = new Command("soak", "The silo for long, minute by minute, at a part of the most it can carry: does anything grow?") { minutes, fraction };
        var options = new LoadOptions(command);
        command.SetAction((parsed, cancelled) => Running.RunAsync(
            parsed.GetValue(options.Json),
            log => SoakRun.RunAsync(options.Read(parsed) with { Rate = null }, parsed.GetValue(minutes), parsed.GetValue(fraction), log, cancelled),
            cancelled));
        return command;
    }
}
