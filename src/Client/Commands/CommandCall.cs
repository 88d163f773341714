using System.CommandLine;
using MultiBot.Client.Connection;
using MultiBot.Client.Output;
using MultiBot.Domain.Problems;

namespace MultiBot.Client.Commands;

/// <summary>One run of one command: what was asked, the terminal, and the cluster once it is needed.</summary>
internal sealed class CommandCall(ParseResult parse, GlobalOptions options, Terminal terminal, CancellationToken cancellation) : IAsyncDisposable
{
    private ClusterConnection? connection;

    public Terminal Terminal => terminal;

    public CancellationToken Cancellation => cancellation;

    public bool WantsJson { get; } = options.WantsJson(parse);

    public ConnectionSettings Settings { get; } = options.Read(parse, terminal);

    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    /// <summary>An argument's value; null only where none has to be given.</summary>
    public T Get<T>(Argument<T> argument) => parse.GetValue(argument)!;

    public bool Has(Option option) => parse.GetResult(option) is { Implicit: false };

    /// <summary>Joins the cluster at the first call, so that a command that is wrong in itself needs no silo to say so.</summary>
    public async Task<IGrainFactory> ConnectAsync()
    {
        connection ??= await ClusterConnection.OpenAsync(Settings, terminal.Time, cancellation);
        return connection.Grains;
    }

    /// <summary>Joins anew, perhaps by way of another silo.</summary>
    public async Task<IGrainFactory> ReconnectAsync()
    {
        if (connection is { } lost)
        {
            connection = null;
            await lost.DisposeAsync();
        }

        return await ConnectAsync();
    }

    /// <summary>Shows a value in JSON or for people, or says why there is none.</summary>
    public int Show<T>(Answer<T> answer, Func<T, object> json, Action<T> show)
        where T : class
    {
        if (answer.Value is not { } value) return Refuse(answer.Problem);
        if (WantsJson) Json.Write(terminal, json(value));
        else show(value);
        return ExitCode.Done;
    }

    public int Refuse(Problem? problem)
    {
        ProblemText.Write(terminal, problem ?? Problem.Unavailable("console.empty_answer", "The silo answered with neither a value nor a problem."));
        if (problem is { Kind: ProblemKind.Forbidden } && Settings.Key is null)
            terminal.ErrorLine($"No key was found: set {ApiKeys.Variable}, or run where data/admin.key can be read.");
        return ExitCode.Failed;
    }

    public int Fail(string sentence)
    {
        terminal.ErrorLine(sentence);
        return ExitCode.Failed;
    }

    public int Misuse(string sentence)
    {
        terminal.ErrorLine(sentence);
        return ExitCode.Usage;
    }

    public ValueTask DisposeAsync() => connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
