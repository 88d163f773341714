using MultiBot.Domain.Commands;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Problems;

namespace MultiBot.Grains.Girls;

/// <summary>What the admin commands in this chat. None of it throws: what goes wrong comes back as an operation.</summary>
internal sealed partial class GirlGrain
{
    private async Task Obey(ConversationEffect.Obey obey)
    {
        try
        {
            Drive(new ConversationOperation.Obeyed(obey.Ticket, await silo.Desk.CarryOutAsync(Key, _brief!.Config, obey.Command)));
        }
        catch (Exception exception)
        {
            CommandFailed(exception, Key.Bot, Key.Chat.Value);
            Drive(new ConversationOperation.ObeyFailed(obey.Ticket));
        }
    }

    private async Task Steer(BotSteer what)
    {
        try
        {
            if (await silo.Desk.SteerAsync(Key, what) is not { } problem)
                return;

            SteerRefused(Key.Bot, what, problem.Code);
            if (problem.Kind is ProblemKind.Unavailable or ProblemKind.Conflict)
                Drive(new ConversationOperation.SteerFailed(what));
        }
        catch (Exception exception)
        {
            SteerFailed(exception, Key.Bot, what);
            Drive(new ConversationOperation.SteerFailed(what));
        }
    }
}
