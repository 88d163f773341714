namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>What a session stores and sends. All but the first byte of a send is a write under its epoch.</summary>
internal sealed partial class ModelSession
{
    private void Work()
    {
        if (Ended || _working)
            return;

        if (Closing)
            FinishClosing();
        else if (_batch is { } batch)
            Do(() => world.Database.Receive(bot, epoch, batch), _ => Stored());
        else if (_view.Unanswered)
            Do(() => world.Database.Turn(bot, epoch));
        else if (_view.Next is { } row && !(IsAccount && !_connected) && AtGate(Work))
            Claim(row, _view.Attempt);
    }

    private void Stored()
    {
        _batch = null;
        Listen();
    }

    private void Claim(OutboxRow row, int attempt) => Do(() => world.Database.ClaimSend(bot, epoch, row, attempt), view =>
    {
        if (view.Granted)
            Send(row, attempt);
    });

    private void Send(OutboxRow row, int attempt)
    {
        _working = true;
        if (!life.MayBegin(silo.Now) || (IsAccount && !_connected))
        {
            Settle(row, attempt, ModelOutcome.NotSent);
            return;
        }

        world.Judge.Acts(bot, epoch);
        world.Telegram.Send(this, row, attempt, outcome => Settle(row, attempt, outcome));
    }

    private void Settle(OutboxRow row, int attempt, ModelOutcome outcome)
    {
        if (!Ended)
            Do(() => world.Database.Settle(bot, epoch, row, attempt, outcome));
    }

    private void Do(Func<BotView> write, Action<BotView>? then = null)
    {
        _working = true;
        silo.Call(write, Patience, answer =>
        {
            if (Ended)
                return;
            if (answer is not { } view)
            {
                silo.After(Pause, () => Again(write, then));
                return;
            }

            _working = false;
            if (view.Accepted)
                Go(view, then);
            else if (Closing)
                FinishClosing();
            else
                silo.Lost(this);
        });
    }

    private void Go(BotView view, Action<BotView>? then)
    {
        _view = view;
        if (!Closing)
            then?.Invoke(view);
        Work();
    }

    private void Again(Func<BotView> write, Action<BotView>? then)
    {
        if (Closing)
            FinishClosing();
        else if (!Ended)
            Do(write, then);
    }
}
