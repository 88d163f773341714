using System.CommandLine;
using MultiBot.Storage.Commit;

var provider = new Option<string>("--provider") { Description = "sqlite or postgres.", DefaultValueFactory = _ => "sqlite" };
provider.AcceptOnlyFromAmong("sqlite", "postgres");
var seconds = new Option<double>("--seconds") { Description = "Seconds measured for each number of callers.", DefaultValueFactory = _ => 5 };
var warmUp = new Option<double>("--warm-up") { Description = "Seconds before.", DefaultValueFactory = _ => 5 };
var bots = new Option<int>("--bots") { Description = "Bots the callers belong to.", DefaultValueFactory = _ => 10 };
var statements = new Option<bool>("--statements") { Description = "PostgreSQL: what each statement costs a message (pg_stat_statements; costs some time itself)." };

var command = new RootCommand(
    "Durable slices a second: callers that each receive a message, answer it and record that it was sent, one after another, all waiting for the disk.")
{
    provider, seconds, warmUp, bots, statements,
};
command.SetAction((parsed, cancelled) => CommitRun.MeasureAsync(
    new CommitPlan(
        parsed.GetValue(provider) == "postgres",
        parsed.GetValue(bots),
        TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
        TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        parsed.GetValue(statements)),
    cancelled));
return await command.Parse(args).InvokeAsync();
