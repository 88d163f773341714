using System.CommandLine;
using MultiBot.Sandbox;

var port = new Option<int>("--port") { Description = "Port on loopback, HTTP/1.1; 0 picks a free one.", DefaultValueFactory = _ => 8081 };
var http2Port = new Option<int?>("--http2-port") { Description = "Another port that speaks HTTP/2 without TLS (prior knowledge); 0 picks a free one." };
var seed = new Option<int?>("--seed") { Description = "Seeds fault rates and drawn ids, so that a run can be repeated." };
var journal = new Option<int>("--journal") { Description = "Journal lines kept.", DefaultValueFactory = _ => new SandboxOptions().JournalSize };
port.Validators.Add(result => RequireBetween(result, port, 0, ushort.MaxValue));
journal.Validators.Add(result => RequireBetween(result, journal, 1, 100_000_000));

var command = new RootCommand("A Telegram Bot API emulator: try bots without an account, and judge tests.") { port, http2Port, seed, journal };
command.SetAction((parsed, cancelled) => SandboxProgram.Run(
    parsed.GetValue(port),
    parsed.GetValue(http2Port),
    options =>
    {
        options.Seed = parsed.GetValue(seed);
        options.JournalSize = parsed.GetValue(journal);
    },
    cancelled));
return await command.Parse(args).InvokeAsync();

static void RequireBetween(System.CommandLine.Parsing.OptionResult result, Option<int> option, int lowest, int highest)
{
    if (result.GetValueOrDefault<int>() < lowest || result.GetValueOrDefault<int>() > highest)
        result.AddError($"{option.Name} must lie between {lowest} and {highest}.");
}
