using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Problems;
using Spectre.Console;

namespace MultiBot.Client.Sandbox;

/// <summary>
/// A person's chat with a bot, on the terminal. What was said before is not shown again; the bot's side is followed by long polls
/// that ask for one message more than have been seen.
/// </summary>
internal sealed class Conversation(CommandCall call, SandboxFace face, string botName, string personName, TimeSpan wait)
{
    /// <summary>A reply may be several messages: after the first, one more is waited for this long.</summary>
    private static readonly TimeSpan PartPause = TimeSpan.FromSeconds(1);

    /// <summary>One long poll; the sandbox grants at most a minute.</summary>
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(30);

    /// <summary>How often a beginning is tried while the bot talks into it.</summary>
    private const int MostTries = 5;

    private readonly List<SandboxLine> shown = [];
    private long lastId;
    private int fromBot;

    /// <summary>Says one line and shows both sides; failed when no answer came in time.</summary>
    public async Task<int> SayOnceAsync(string text)
    {
        if (await BeginAsync() is { } problem) return call.Refuse(problem);
        return Finish(await ExchangeAsync(text));
    }

    /// <summary>Each line of a pipe in turn, with its answer.</summary>
    public async Task<int> ReadFromPipeAsync()
    {
        if (await BeginAsync() is { } problem) return call.Refuse(problem);
        while (await call.Terminal.In.ReadLineAsync(call.Cancellation) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (await ExchangeAsync(line) is { } trouble) return Finish(trouble);
        }

        return Finish(null);
    }

    /// <summary>Until the person leaves: what they type goes out, what the bot says comes in, neither waits for the other.</summary>
    public async Task<int> ConverseAsync()
    {
        if (await BeginAsync() is { } problem) return call.Refuse(problem);
        call.Terminal.Line($"You are {Plain.Cell(personName)}, talking to {Plain.Cell(botName)}. Ctrl-D leaves.");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
        var listening = ListenAsync(leaving.Token);
        var typing = TypeAsync(leaving.Token);
        var first = await Task.WhenAny(listening, typing);
        await leaving.CancelAsync();
        await ((Task)Task.WhenAll(listening, typing)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Leaving, by whichever key, is how a conversation ends well.
        if (call.Cancellation.IsCancellationRequested) return ExitCode.Done;
        return await first is { } trouble ? call.Refuse(trouble) : ExitCode.Done;
    }

    /// <summary>
    /// Notes what stands in the chat already. The log may be shorter than all that was ever said, so the bot's messages are counted
    /// by the sandbox; count and log belong together when the log stood still around the count.
    /// </summary>
    private async Task<Problem?> BeginAsync()
    {
        for (var tries = 1; ; tries++)
        {
            var before = await face.ReadAsync(call.Cancellation);
            var count = await face.CountAsync(call.Cancellation);
            var after = await face.ReadAsync(call.Cancellation);
            if ((before.Problem ?? count.Problem ?? after.Problem) is { } problem) return problem;
            // A chat that never stands still: the later count is at worst too high, which shows a message late but never spins.
            (lastId, fromBot) = (LastOf(before.Value!), count.Value!.FromBot);
            if (lastId == LastOf(after.Value!) || tries == MostTries) return null;
        }
    }

    private static long LastOf(SandboxLine[] chat) => chat.Length > 0 ? chat[^1].Id : 0;

    private async Task<Problem?> ExchangeAsync(string text)
    {
        if (await SayAsync(text, call.Cancellation) is { } trouble) return trouble;
        var answered = false;
        while (true)
        {
            var (problem, news) = await PollAsync(answered ? PartPause : wait, both: true, call.Cancellation);
            if (problem is not null) return problem;
            if (!news) break;
            answered = true;
        }

        return answered ? null : Problem.Unavailable("sandbox.no_answer", $"{botName} did not answer within {wait.TotalSeconds:0.#} s.");
    }

    private async Task<Problem?> SayAsync(string text, CancellationToken cancellation)
    {
        var said = await face.SayAsync(text, cancellation);
        said.Value?.Dispose();
        return said.Problem;
    }

    private async Task<Problem?> ListenAsync(CancellationToken leaving)
    {
        while (true)
        {
            var (problem, _) = await PollAsync(LongestPoll, both: false, leaving);
            if (problem is not null) return problem;
        }
    }

    /// <summary>Waits until the bot says something new, or the time is over.</summary>
    private async Task<(Problem? Problem, bool News)> PollAsync(TimeSpan patience, bool both, CancellationToken cancellation)
    {
        var time = call.Terminal.Time;
        var started = time.GetTimestamp();
        for (var left = patience; left > TimeSpan.Zero; left = patience - time.GetElapsedTime(started))
        {
            var pause = left < LongestPoll ? left : LongestPoll;
            var lines = await face.FollowAsync(fromBot + 1, pause, cancellation);
            if (lines.Value is not { } chat) return (lines.Problem, false);
            if (Take(chat, both)) return (null, true);
        }

        return (null, false);
    }

    private async Task<Problem?> TypeAsync(CancellationToken leaving)
    {
        while (await call.Terminal.In.ReadLineAsync(leaving).AsTask().WaitAsync(leaving) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (await SayAsync(line, leaving) is { } trouble) return trouble;
        }

        return null;
    }

    /// <summary>Shows what is new; true when the bot said any of it. What a person typed stands on the screen already.</summary>
    private bool Take(SandboxLine[] chat, bool both)
    {
        var before = fromBot;
        foreach (var line in chat.Where(line => line.Id > lastId).ToArray())
        {
            lastId = line.Id;
            if (line.IsFromBot()) fromBot++;
            if (!both && !line.IsFromBot()) continue;
            shown.Add(line);
            if (!call.WantsJson) Show(line);
        }

        return fromBot > before;
    }

    private void Show(SandboxLine line)
    {
        var text = Plain.Block(line.Kind is null ? line.Text ?? "" : $"[{line.Kind}] {line.Text}");
        var who = Plain.Cell(line.IsFromBot() ? botName : personName);
        if (!call.Terminal.Rich)
        {
            call.Terminal.Line($"{who}\t{Plain.Cell(text)}");
            return;
        }

        call.Terminal.Out.Write(new Text(who + ": ", new Style(line.IsFromBot() ? Color.Aqua : Color.Grey, decoration: Decoration.Bold)));
        call.Terminal.Out.WriteLine(text);
    }

    private int Finish(Problem? problem)
    {
        if (call.WantsJson) Json.Write(call.Terminal, shown);
        return problem is null ? ExitCode.Done : call.Refuse(problem);
    }
}
