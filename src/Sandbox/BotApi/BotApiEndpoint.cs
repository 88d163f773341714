using System.Globalization;
using MultiBot.Sandbox.Faults;
using MultiBot.Sandbox.Journal;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>
/// <c>/bot&lt;token&gt;/&lt;method&gt;</c>, and under <c>/via/&lt;label&gt;</c> the same for a caller with a name: who calls, is there a fault for it, carry it out, note it down, answer.
/// </summary>
internal sealed class BotApiEndpoint(SandboxWorld world)
{
    public const string Bot = "bot";
    public const string Method = "method";
    public const string Label = "label";

    private const int LongestLabel = 64;

    public async Task Handle(HttpContext http)
    {
        var method = http.Request.RouteValues[Method] as string ?? "";
        var entry = new JournalEntry { At = world.Now, What = NameOf(method), Label = LabelOf(http) };
        var answer = Admit(http, out var bot, entry) is { } refusal
            ? BotApiAnswer.Of(refusal)
            : await Call(http, bot!, method, entry);
        // Noted before it is answered: whoever has the answer finds it in the journal.
        Record(http, entry, answer);
        if (answer is not { } given)
            http.Abort();
        else if (!http.RequestAborted.IsCancellationRequested)
            await Write(http, given);
    }

    private async ValueTask<BotApiAnswer?> Call(HttpContext http, SandboxBot bot, string name, JournalEntry entry)
    {
        var arguments = await CallArguments.Read(http.Request, http.RequestAborted);
        var call = new BotCall(world, bot, arguments, entry, http.RequestAborted);
        var fault = world.Faults.Draw(bot.Id, name, arguments.Number("chat_id"));
        if (fault is null)
            return await CarryOut(call, name);
        entry.Fault = fault.Name;
        entry.TookEffect = fault.After || fault.Kind is FaultKind.Delay;
        world.Totals.Fault();
        return await Misbehave(fault, call, name);
    }

    /// <summary>The answer, or null: cut the connection.</summary>
    private static async ValueTask<BotApiAnswer?> Misbehave(Fault fault, BotCall call, string name)
    {
        if (fault is { Kind: FaultKind.Delay, After: false })
            await Task.Delay(fault.Delay, call.World.Time, call.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var answer = fault.After || fault.Kind is FaultKind.Delay ? await CarryOut(call, name) : default;
        if (fault is { Kind: FaultKind.Delay, After: true })
            await Task.Delay(fault.Delay, call.World.Time, call.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return fault.Kind switch
        {
            FaultKind.Delay => answer,
            FaultKind.Error => BotApiAnswer.Of(new BotApiError(fault.Status, fault.Description!, fault.RetryAfter, fault.MigrateToChatId)),
            _ => null,
        };
    }

    private static ValueTask<BotApiAnswer> CarryOut(BotCall call, string name)
    {
        if (!BotMethods.All.TryGetValue(name, out var method))
            return ValueTask.FromResult(BotApiAnswer.Of(BotApiError.MethodNotFound));
        return call.Arguments.Unreadable is { } unreadable
            ? ValueTask.FromResult(BotApiAnswer.Of(unreadable))
            : method(call);
    }

    /// <summary>The refusal, or null and the bot. The first secret seen with a number is the right one.</summary>
    private BotApiError? Admit(HttpContext http, out SandboxBot? bot, JournalEntry entry)
    {
        bot = null;
        var segment = http.Request.RouteValues[Bot] as string ?? "";
        if (entry.Label is "" || !segment.StartsWith("bot", StringComparison.Ordinal) || !BotToken.TryParse(segment.AsSpan(3), out var token))
            return BotApiError.NotFound;
        entry.Bot = token.BotId;
        var named = world.Bot(token.BotId);
        lock (named.Gate)
        {
            named.Secret ??= token.Secret;
            if (named.Revoked || named.Secret != token.Secret)
                return BotApiError.Unauthorized;
            named.Sessions.Called(entry.Label, entry.At);
        }

        bot = named;
        return null;
    }

    /// <summary>Null without a label, empty when it is none that we take.</summary>
    private static string? LabelOf(HttpContext http) => http.Request.RouteValues[Label] is not string label ? null
        : label.Length <= LongestLabel && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.') ? label
        : "";

    private static async Task Write(HttpContext http, BotApiAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Body.Length;
        if (answer.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await http.Response.BodyWriter.WriteAsync(answer.Body);
    }

    private void Record(HttpContext http, JournalEntry entry, BotApiAnswer? answer)
    {
        entry.EndedAt = world.Now;
        entry.Status = answer is null || entry.PollEnd is "clientGone" ? 0 : answer.Value.Status;
        entry.Error = answer?.Error;
        if (entry.Poll is not null)
            entry.Connection = http.Connection.Id;
        world.Journal.Add(entry);
        world.Totals.Call();
    }

    /// <summary>The method's own spelling, and never an unknown text: a path can hold anything, a mistyped token included.</summary>
    private static string NameOf(string method) => BotMethods.Names.TryGetValue(method, out var name) ? name : "unknown";
}
