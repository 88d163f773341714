using System.CommandLine;
using MultiBot.Load.Runs;

namespace MultiBot.Load.Commands;

/// <summary><c>events</c>.</summary>
internal static class EventsCommand
{
    public static Command Make()
    {
        var pairs = LoadOptions.Count("--pairs", "How often it is measured with the followers, and without.", 5);
        var followers = new Option<int>("--followers") { Description = "Streams of server-sent events, beside the one whose delay is measured.", DefaultValueFactory = _ => 0 };
        var all = new Option<bool>("--all") { Description = "Each follower gets the events of all bots, instead of one bot's." };
        var command = new Command("events", "How soon an event shows on a silo that did not write it, and what followers cost: with them and without in turn.") { pairs, followers, all };
        var options = new LoadOptions(command, silos: 2);
        followers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
                result.AddError("--followers must be 0 or more.");
        });
        command.SetAction((parsed, cancelled) => Running.RunAsync(
            parsed.GetValue(options.Json),
            log => EventsRun.RunAsync(options.Read(parsed), parsed.GetValue(pairs), parsed.GetValue(followers), parsed.GetValue(all), log, cancelled),
            cancelled));
        return command;
    }
}
