using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>Between a process and the outside: slow, and what was asked may have happened or not when no answer comes.</summary>
internal sealed class Wire(World world)
{
    /// <summary>Calls whose answer, or whose late effect, is still to come.</summary>
    public int Busy { get; private set; }

    private Chance Chance => world.Chance;

    /// <summary>A call of the store. The answer is null when its result is unknown; nobody hears it once <paramref name="alive"/> says no.</summary>
    public void Call<T>(Func<T> apply, Func<bool> alive, Action<T?> answered)
        where T : class
    {
        var weather = world.Weather;
        var before = Chance.In(weather.StoreFailsBefore);
        var after = Chance.In(weather.StoreFailsAfter);
        var late = Chance.In(weather.StoreLate);
        After(Pause(), () =>
        {
            // A dead caller's request may have been on the wire.
            if (before || (!alive() && Chance.In(0.5)))
                Answer(null);
            else if (late)
                ApplyLate();
            else
                Answer(after ? Lose(apply()) : apply());
        });

        void ApplyLate()
        {
            After(Chance.Millis(100, 20_000), () => apply());
            Answer(null);
        }

        void Answer(T? result) => After(Pause(), () =>
        {
            if (alive())
                answered(result);
        });
    }

    /// <summary>One send through the process's session.</summary>
    public void Send(OutgoingMessage message, Func<bool> alive, Action<SendOutcome> finished)
    {
        var delay = Chance.In(world.Weather.SendSlow) ? Chance.Millis(200, 15_000) : Chance.Millis(2, 60);
        var timesOut = delay > TimeSpan.FromSeconds(8);
        if (timesOut)
            After(TimeSpan.FromSeconds(8), () => Tell(new SendOutcome.Uncertain { Code = "send.timeout" }));
        After(delay, () =>
        {
            var outcome = !alive() && Chance.In(0.5) ? null : Attempt(message);
            if (outcome is not null && !timesOut)
                After(Chance.Millis(2, 60), () => Tell(outcome));
        });

        void Tell(SendOutcome outcome)
        {
            if (!alive())
                return;
            world.Trace.Note($"send of row {message.RowId} to {message.Chat}: {outcome.GetType().Name}");
            finished(outcome);
        }
    }

    public void After(TimeSpan delay, Action happening)
    {
        Busy++;
        world.Schedule.After(delay, () =>
        {
            Busy--;
            happening();
        });
    }

    private SendOutcome Attempt(OutgoingMessage message)
    {
        var weather = world.Weather;
        if (Chance.In(weather.RateLimited))
            return new SendOutcome.RateLimited { NotBefore = world.Schedule.Now + Chance.Millis(0, 6000), Code = "telegram.flood" };
        if (Chance.In(weather.ServerError))
            return new SendOutcome.Uncertain { Code = "telegram.5xx" };
        if (Chance.In(weather.Refused))
            return new SendOutcome.Rejected { Code = "telegram.refused" };

        var outcome = world.Telegram.Deliver(message);
        return Chance.In(weather.AnswerLost) ? new SendOutcome.Uncertain { Code = "send.dropped" } : outcome;
    }

    private TimeSpan Pause() => Chance.In(0.1) ? Chance.Millis(10, 2500) : Chance.Millis(1, 10);

    private static T? Lose<T>(T _)
        where T : class => null;
}
