using MultiBot.Client.Commands;
using MultiBot.Client.Output;

return await ConsoleProgram.RunAsync(args, Terminal.OfProcess());
