using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Client.Connection;
using MultiBot.Client.Output;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Events;
using Orleans.Runtime.Messaging;

namespace MultiBot.Client.Events;

/// <summary>
/// <c>multibot watch</c>: what happens, as it happens, until Ctrl-C. Asks call after call behind the last event it has; when the silo goes
/// away it joins again, wherever it can, and goes on from there.
/// </summary>
internal sealed class WatchCommand
{
    /// <summary>Between two tries to find a silo.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long a silo may wait for something to happen, at most; it has a limit of its own.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    /// <summary>A silo that answers nothing for so much longer is given up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly Option<BotId?> bot = Ids.OneBot("--bot", "Only this bot");

    private readonly Option<string[]> types = new("--type")
    {
        Description = "Only this type, such as MessageReceived; may be given several times",
        HelpName = "type",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<long?> after = new("--after")
    {
        Description = "Begin behind the event of this number; 0 begins with the oldest there is",
        HelpName = "seq",
    };

    public static Command Create(CommandRunner runner)
    {
        var watch = new WatchCommand();
        watch.types.Validators.Add(result =>
        {
            foreach (var unknown in result.Tokens.Where(token => !EventTypes.All.Contains(token.Value)))
                result.AddError($"'{unknown.Value}' is no type of events. There are {string.Join(", ", EventTypes.All)}.");
        });
        watch.after.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long?>() < 0) result.AddError("--after must be the number of an event, or 0.");
        });
        return runner.Command("watch", "What happens, as it happens; Ctrl-C ends it", watch.RunAsync, watch.bot, watch.types, watch.after);
    }

    private async Task<int> RunAsync(CommandCall call)
    {
        var lines = new EventLines(call.Terminal, call.WantsJson);
        var position = call.Get(after);
        try
        {
            // The first time a silo that is not there is an error like any other.
            var grains = await call.ConnectAsync();
            while (true)
            {
                if (await TryAskAsync(call, grains, position) is not { } answer)
                {
                    grains = await ReconnectAsync(call);
                    continue;
                }

                if (answer.Problem is { Kind: ProblemKind.Unavailable } passing)
                {
                    ProblemText.Write(call.Terminal, passing);
                    await Task.Delay(Pause, call.Terminal.Time, call.Cancellation);
                    continue;
                }

                if (answer.Value is not { } batch) return call.Refuse(answer.Problem);
                foreach (var item in batch.Items) lines.Write(item);
                position = batch.Position ?? position;
            }
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how watching ends well.
            return ExitCode.Done;
        }
    }

    /// <summary>Null: the silo did not answer.</summary>
    private async Task<Answer<EventBatch>?> TryAskAsync(CommandCall call, IGrainFactory grains, long? position)
    {
        var follow = new EventFollow
        {
            After = position,
            Bot = call.Get(bot),
            Types = call.Get(types) is { Length: > 0 } some ? some : null,
            Wait = Wait,
        };
        try
        {
            return await grains.Queries().FollowEvents(follow).WaitAsync(Wait + Grace, call.Terminal.Time, call.Cancellation);
        }
        catch (Exception trouble) when (trouble is TimeoutException or OrleansMessageRejectionException or ConnectionFailedException or SiloUnavailableException)
        {
            call.Terminal.ErrorLine("The silo does not answer; looking for one …");
            return null;
        }
    }

    private static async Task<IGrainFactory> ReconnectAsync(CommandCall call)
    {
        while (true)
        {
            try
            {
                return await call.ReconnectAsync();
            }
            catch (SiloUnreachableException)
            {
                await Task.Delay(Pause, call.Terminal.Time, call.Cancellation);
            }
        }
    }
}
