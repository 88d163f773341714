using System.CommandLine;
using MultiBot.Client.Connection;
using MultiBot.Client.Output;
using MultiBot.Grains.Abstractions.Access;
using Orleans.Runtime.Messaging;

namespace MultiBot.Client.Commands;

/// <summary>Runs commands; the one place where what went wrong becomes a sentence and an exit code.</summary>
internal sealed class CommandRunner(Terminal terminal, GlobalOptions options)
{
    public Command Command(string name, string description, Func<CommandCall, Task<int>> run, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Option option) command.Options.Add(option);
            else command.Arguments.Add((Argument)symbol);
        }

        command.SetAction((parse, cancellation) => RunAsync(parse, run, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, Func<CommandCall, Task<int>> run, CancellationToken cancellation)
    {
        await using var call = new CommandCall(parse, options, terminal, cancellation);
        try
        {
            return await run(call);
        }
        catch (CallRefusedException refused)
        {
            return call.Refuse(refused.Problem);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            return call.Fail("Cancelled.");
        }
        catch (SiloUnreachableException trouble)
        {
            return call.Fail(trouble.Message);
        }
        catch (TimeoutException)
        {
            return call.Fail($"No answer within {call.Settings.ResponseTimeout.TotalSeconds:0.#} s; the command may still be carried out. See --timeout.");
        }
        catch (Exception trouble) when (trouble is OrleansMessageRejectionException or ConnectionFailedException or SiloUnavailableException)
        {
            return call.Fail($"The silo{(call.Settings.Database is null ? $" at {call.Settings.Gateway}" : "")} went away; the command may have been carried out.");
        }
        catch (Exception bug)
        {
            return call.Fail(call.Settings.Verbose ? bug.ToString() : $"Failed: {bug.GetType().Name}: {Plain.Cell(bug.Message)}");
        }
    }
}
