using MultiBot.Sandbox.Journal;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.Control;

/// <summary>Who talked for a bot, one after another or not: <c>GET /control/sessions/{token}</c>. An unknown bot had no sessions.</summary>
internal sealed class SessionsControl(SandboxWorld world)
{
    public Task Read(HttpContext http) => BotToken.TryParseNumber(http.Request.RouteValues["token"] as string ?? "", out var number)
        ? ControlBody.Write(http, AnswerOf(number), ControlJson.Default.SessionsAnswer)
        : ControlBody.Refuse(http, "bad-token", "The token must be a bot's number or <number>:<secret>.");

    private SessionsAnswer AnswerOf(long number)
    {
        if (world.FindBot(number) is not { } bot)
            return new SessionsAnswer([], 0);
        lock (bot.Gate)
            return new SessionsAnswer(bot.Sessions.Read(), bot.Sessions.Forgotten);
    }
}

/// <summary>Oldest first; <c>Forgotten</c> older ones made room.</summary>
internal sealed record SessionsAnswer(TokenSession[] Sessions, long Forgotten);
