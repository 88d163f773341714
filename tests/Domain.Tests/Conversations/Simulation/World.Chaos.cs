using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>Who does what when, and what dies.</summary>
internal sealed partial class World
{
    private void PlanChaos(TimeSpan end)
    {
        for (var chat = Chance.Of(1, 1, 2, 3); chat > 0; chat--)
            _people.Add(new Person(this, new ChatId(chat)));

        Plan(2 + Chance.Below(7), end, () => _people[Chance.Below(_people.Count)].Act());
        Plan(Chance.Of(0, 0, 2, 6), end, () => _operators.Act(new ChatId(1 + Chance.Below(_people.Count))));
        if (_owner is { } owner)
            Plan(1 + Chance.Below(6), end, () => owner.Act(new ChatId(1 + Chance.Below(_people.Count))));
        Plan(Chance.Of(0, 0, 1, 3), end, TakeOver);
        Plan(Chance.Of(0, 0, 1, 3), end, KillAnActivation);
        Plan(Chance.Of(0, 0, 0, 2), end, DropTheSession);
    }

    /// <summary>Whoever was erased may come back at once.</summary>
    public void WritesAgain(ChatId chat)
    {
        _causes++;
        _people.Find(person => person.Chat == chat)!.Write(Intent.None);
    }

    /// <summary>Operators look now and then, and say something about what they find.</summary>
    private void Review()
    {
        foreach (var chat in Store.Chats.Where(chat => chat.Draft is not null).ToList())
        {
            _causes++;
            _operators.Review(chat.Id);
        }

        Schedule.After(Chance.Millis(500, 6000), Review);
    }

    private void Plan(int times, TimeSpan end, Action what)
    {
        _causes += times;
        for (var i = 0; i < times; i++)
            Schedule.After(end * (Chance.Below(1000) / 1000.0), what);
    }

    /// <summary>A new incarnation claims the bot. The old one died before, or lives on for a while and knows nothing.</summary>
    private void TakeOver()
    {
        _causes++;
        var old = _holder;
        var next = new ModelBot(this, ++Store.Epoch);
        if (old is not null)
        {
            var stays = Chance.In(0.5);
            foreach (var activation in old.Activations.Where(activation => activation.Alive && Chance.In(0.3)).ToList())
            {
                old.Activations.Remove(activation);
                next.Activations.Add(activation);
                activation.MoveTo(next);
            }

            if (!stays)
                old.Die();
            else
                Schedule.After(Chance.Seconds(1, 30), old.Die);
        }

        _bots.Add(next);
        _holder = next;
        Schedule.After(old is null ? TimeSpan.Zero : Chance.Millis(1, 4000), () => StartIfHolder(next));
    }

    private static void StartIfHolder(ModelBot bot)
    {
        if (bot.Alive)
            bot.Start();
    }

    private void KillAnActivation()
    {
        var living = _bots.SelectMany(bot => bot.Activations).Where(activation => activation.Alive).ToList();
        if (living.Count == 0)
            return;

        var victim = living[Chance.Below(living.Count)];
        Trace.Note($"killed: {victim}");
        victim.Die();
    }

    private void DropTheSession()
    {
        var bot = _holder;
        bot.SetRunning(false);
        Schedule.After(Chance.Seconds(1, 10), () => bot.SetRunning(true));
    }

    /// <summary>No more faults, one incarnation, at most one activation of a chat, and most chats back with the persona.</summary>
    private void Heal()
    {
        Trace.Note($"healed");
        Weather = Weather.Calm;
        foreach (var zombie in _bots.Where(bot => bot.Alive && bot != _holder))
            zombie.Die();
        foreach (var surplus in _holder.Activations.Where(activation => activation.Alive).GroupBy(activation => activation.Chat).SelectMany(same => same.Skip(Chance.Of(0, 1))))
            surplus.Die();
        foreach (var person in _people.Where(_ => Chance.In(0.5)))
            person.Write(Intent.None);
        foreach (var chat in Store.Chats.Where(chat => chat.Mode is ChatMode.Paused or ChatMode.Human && Chance.In(0.7)).ToList())
            _operators.Return(chat.Id);
    }
}
