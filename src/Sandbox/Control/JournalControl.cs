using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.Control;

/// <summary>The judge: <c>/control/journal</c>, <c>/control/stats</c>, <c>/control/reset</c>.</summary>
internal sealed class JournalControl(SandboxWorld world)
{
    private const int DefaultPage = 1_000;
    private const int LargestPage = 50_000;

    public Task Read(HttpContext http)
    {
        var token = http.Request.Query["token"].ToString();
        var bot = 0L;
        if (token.Length > 0 && !BotToken.TryParseNumber(token, out bot))
            return ControlBody.Refuse(http, "bad-token", "The token must be a bot's number or <number>:<secret>.");
        if (!QueryNumber.TryRead(http, "after", 0, long.MaxValue, 0, out var after)
            || !QueryNumber.TryRead(http, "limit", 1, LargestPage, DefaultPage, out var limit))
            return ControlBody.Refuse(http, "bad-query", $"after must be a number from 0, limit one from 1 to {LargestPage}.");
        return ControlBody.Write(http, world.Journal.Read(after, token.Length > 0 ? bot : null, (int)limit), ControlJson.Default.JournalPage);
    }

    public Task Stats(HttpContext http) => ControlBody.Write(http, world.ReadTotals(), ControlJson.Default.TotalsNow);

    public async Task Reset(HttpContext http)
    {
        if (await ControlBody.ReadOne(http, ControlJson.Default.ResetRequest) is not { } request)
            return;
        var bot = 0L;
        if (request.Token is not null && !BotToken.TryParseNumber(request.Token, out bot))
        {
            await ControlBody.Refuse(http, "bad-token", "token must be a bot's number or <number>:<secret>.");
            return;
        }

        if (request.Token is null)
            world.Reset();
        else
            world.Forget(bot);
        if (request.Seed is { } seed)
            world.Chance.Reseed(seed);
        await ControlBody.Write(http, new OkAnswer(true), ControlJson.Default.OkAnswer);
    }
}
