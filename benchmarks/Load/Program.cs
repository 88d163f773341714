using System.CommandLine;
using MultiBot.Load.Commands;

var command = new RootCommand("Puts people on a silo, and on the plain program it is measured against, and looks at every answer they see.");
foreach (var run in (Command[])[.. RoundsCommands.All, ScaleCommand.Make(), IdleCommand.Make(), EvenCommand.Make(), ChatsCommand.Make(), EventsCommand.Make(), SoakCommand.Make()])
    command.Subcommands.Add(run);
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
