using System.Globalization;
using MultiBot.Sandbox.BotApi;
using MultiBot.Sandbox.Faults;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.Control;

/// <summary>Misbehaviour on demand: <c>/control/faults</c>.</summary>
internal sealed class FaultsControl(SandboxWorld world)
{
    private const int DefaultRetryAfter = 1;
    private const int LongestDelayMs = 600_000;

    /// <summary>All or none: a batch with a mistake changes nothing.</summary>
    public async Task Post(HttpContext http)
    {
        if (await ControlBody.ReadMany(http, ControlJson.Default.FaultRequest, ControlJson.Default.FaultRequestArray) is not { } batch)
            return;
        var faults = new List<Fault>();
        foreach (var request in batch.Items)
        {
            if (Mistake(request) is { } mistake)
            {
                await ControlBody.Refuse(http, "bad-fault", mistake, index: batch.Many ? faults.Count : null);
                return;
            }

            faults.Add(FaultOf(request));
        }

        var answers = faults.Select(fault => AnswerOf(world.Faults.Add(fault), 0)).ToArray();
        await ControlBody.Write(http, answers, batch.Many, ControlJson.Default.FaultAnswer, ControlJson.Default.FaultAnswerArray);
    }

    public Task List(HttpContext http) => ControlBody.Write(
        http, [.. world.Faults.Read().Select(entry => AnswerOf(entry.Fault, entry.Fired))], ControlJson.Default.FaultAnswerArray);

    public Task Clear(HttpContext http)
    {
        world.Faults.Clear();
        return ControlBody.Write(http, new OkAnswer(true), ControlJson.Default.OkAnswer);
    }

    public Task Remove(HttpContext http) =>
        int.TryParse(http.Request.RouteValues["id"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && world.Faults.Remove(id)
            ? ControlBody.Write(http, new OkAnswer(true), ControlJson.Default.OkAnswer)
            : ControlBody.Refuse(http, "fault-not-found", "There is no fault with this id.", 404);

    private static string? Mistake(FaultRequest request)
    {
        var isStatus = TryReadStatus(request, out _);
        if (!isStatus && !IsNamedKind(request.Kind))
            return "kind must be an HTTP status from 400 to 599, drop, delay or duplicate.";
        if (request.Token is not null && !BotToken.TryParseNumber(request.Token, out _))
            return "token must be a bot's number or <number>:<secret>.";
        if (request.Method is not null && !BotMethods.All.ContainsKey(request.Method))
            return "method is none that the sandbox knows.";
        if (request.When is not (null or "before" or "after"))
            return "when must be before or after.";
        if (request.Rate is { } rate && rate is not (>= 0 and <= 1))
            return "rate must lie between 0 and 1.";
        if (request.Count < 1 || request.RetryAfter < 1)
            return "count and retryAfter must be at least 1.";
        if (IsKind(request, "delay") != request.DelayMs is not null)
            return "delayMs belongs to delay, and delay needs it.";
        return request.DelayMs is < 1 or > LongestDelayMs ? $"delayMs must lie between 1 and {LongestDelayMs}." : null;
    }

    private static Fault FaultOf(FaultRequest request)
    {
        var isStatus = TryReadStatus(request, out var status);
        var retryAfter = status == 429 ? request.RetryAfter ?? DefaultRetryAfter : request.RetryAfter;
        return new Fault
        {
            Id = 0,
            Kind = isStatus ? FaultKind.Error : Enum.Parse<FaultKind>(request.Kind, ignoreCase: true),
            Status = status,
            Description = isStatus ? request.Description ?? Describe(status, retryAfter) : null,
            RetryAfter = retryAfter,
            MigrateToChatId = request.MigrateToChatId,
            Delay = TimeSpan.FromMilliseconds(request.DelayMs ?? 0),
            After = request.When == "after",
            NewId = request.NewId ?? false,
            Method = request.Method ?? (status == 409 ? "getUpdates" : null),
            Bot = request.Token is not null && BotToken.TryParseNumber(request.Token, out var bot) ? bot : null,
            ChatId = request.ChatId,
            Rate = request.Rate ?? 1,
            Count = request.Count,
        };
    }

    private static bool TryReadStatus(FaultRequest request, out int status) =>
        int.TryParse(request.Kind, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= 400 and <= 599;

    private static bool IsNamedKind(string kind) => kind is "drop" or "delay" or "duplicate";

    private static bool IsKind(FaultRequest request, string kind) => request.Kind == kind;

    private static string Describe(int status, int? retryAfter) => status switch
    {
        400 => "Bad Request",
        401 => BotApiError.Unauthorized.Description,
        403 => BotApiError.BlockedByUser.Description,
        404 => BotApiError.NotFound.Description,
        409 => BotApiError.OtherPoller.Description,
        429 => BotApiError.TooMany(retryAfter!.Value).Description,
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        >= 500 => "Internal Server Error",
        _ => "Bad Request",
    };

    private static FaultAnswer AnswerOf(Fault fault, long fired) => new(
        fault.Id,
        fault.Kind is FaultKind.Error ? fault.Status.ToString(CultureInfo.InvariantCulture) : Names.Of(fault.Kind),
        fault.Method,
        fault.Bot,
        fault.ChatId,
        fault.After ? "after" : "before",
        fault.Rate,
        fault.Count,
        fault.RetryAfter,
        fault.Kind is FaultKind.Delay ? (int)fault.Delay.TotalMilliseconds : null,
        fault.Description,
        fault.MigrateToChatId,
        fault.NewId ? true : null,
        fired);
}
