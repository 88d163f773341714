using System.CommandLine;
using MultiBot.Sandbox.Load;

var bots = new Option<int>("--bots") { Description = "Bots that poll and answer.", DefaultValueFactory = _ => 20 };
var chats = new Option<int>("--chats") { Description = "People per bot.", DefaultValueFactory = _ => 25 };
var warmUp = new Option<int>("--warm-up") { Description = "Seconds before measuring: a fresh process is half as fast.", DefaultValueFactory = _ => 10 };
var seconds = new Option<int>("--seconds") { Description = "Seconds measured.", DefaultValueFactory = _ => 15 };
var core = new Option<int?>("--core") { Description = "Pins the sandbox to this core (taskset)." };
var http2 = new Option<bool>("--http2") { Description = "HTTP/2 with prior knowledge instead of HTTP/1.1." };

var command = new RootCommand("Every message is one update delivered by getUpdates and one sendMessage, over the wire.") { bots, chats, warmUp, seconds, core, http2 };
command.SetAction((parsed, cancelled) => LoadRun.Measure(
    new LoadPlan(
        parsed.GetValue(bots),
        parsed.GetValue(chats),
        TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
        TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        parsed.GetValue(core),
        parsed.GetValue(http2)),
    cancelled));
return await command.Parse(args).InvokeAsync();
