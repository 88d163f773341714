using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>
/// One incarnation of the bot under one epoch: polls, stores, confirms, nudges and sweeps. After a take-over the old one may
/// live on as a zombie that knows nothing of it.
/// </summary>
internal sealed class ModelBot(World world, long epoch)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);

    private long _offset;

    public long Epoch => epoch;
    public bool Alive { get; private set; } = true;

    /// <summary>The session is up.</summary>
    public bool Running { get; private set; } = true;

    public List<Activation> Activations { get; } = [];

    public ConversationRules Rules => world.Rules with { Running = Running };

    private Chance Chance => world.Chance;

    public void Start()
    {
        world.Trace.Note($"bot: epoch {epoch} starts at cursor {world.Store.Cursor}");
        _offset = world.Store.Cursor;
        Poll();
        Sweep();
    }

    public void Die()
    {
        world.Trace.Note($"bot: epoch {epoch} dies");
        Alive = false;
        Activations.ForEach(activation => activation.Die());
    }

    public void SetRunning(bool running)
    {
        world.Trace.Note($"bot: epoch {epoch}, session {(running ? "up" : "down")}");
        Running = running;
        foreach (var chat in world.Store.Chats.Where(chat => chat.Unfinished))
            Nudge(chat.Id, advance: null);
    }

    /// <summary>Any activation of the chat may be the one a call reaches, and sometimes there is a new one beside them.</summary>
    public Activation Reach(ChatId chat)
    {
        Activations.RemoveAll(activation => !activation.Alive);
        var here = Activations.FindAll(activation => activation.Chat == chat);
        if (here.Count > 0 && (here.Count >= 3 || !Chance.In(world.Weather.Twin)))
            return here[Chance.Below(here.Count)];

        var fresh = new Activation(world, this, chat);
        Activations.Add(fresh);
        return fresh;
    }

    public void Send(OutgoingMessage message, long asEpoch, Func<bool> alive, Action<SendOutcome> finished)
    {
        if (Running && asEpoch == epoch)
            world.Wire.Send(message, alive, finished);
        else
            world.Wire.After(Chance.Millis(1, 20), () => finished(new SendOutcome.SessionLost { Code = "bot.not_running" }));
    }

    private void Poll()
    {
        if (!Alive || world.Telegram.Poll(_offset, Poll) is not { } batch)
            return;

        if (world.Bug is PlantedBug.ConfirmedBeforeCommit)
            world.Telegram.Poll(batch.Cursor, () => { });
        world.Wire.After(Chance.Millis(1, 50), () => Receive(batch));
    }

    private void Receive(UpdateBatch batch)
    {
        if (!Alive)
            return;

        var slice = new ReceiveSlice { Bot = World.Bot, Epoch = epoch, Batch = batch, OwnerTakesOver = world.OwnerTakesOver };
        world.Wire.Call(() => world.Store.Apply(slice), () => Alive, answer => Received(batch, answer));
    }

    private void Received(UpdateBatch batch, SliceAnswer<Received>? answer)
    {
        switch (answer)
        {
            case null: world.Wire.After(TimeSpan.FromSeconds(1), () => Receive(batch)); break;
            case SliceAnswer<Received>.Stale: Die(); break;
            case SliceAnswer<Received>.Accepted accepted:
                _offset = batch.Cursor;
                foreach (var advance in accepted.Result.Chats)
                    Nudge(advance.Chat, advance);
                world.Wire.After(Chance.Millis(1, 20), Poll);
                break;
        }
    }

    private void Nudge(ChatId chat, ChatAdvance? advance)
    {
        if (Chance.In(world.Weather.NudgeLost))
            return;

        var times = Chance.In(world.Weather.NudgeTwice) ? 2 : 1;
        for (var i = 0; i < times; i++)
        {
            var delay = Chance.In(world.Weather.NudgeSlow) ? Chance.Millis(20, 6000) : Chance.Millis(1, 10);
            world.Wire.After(delay, () =>
            {
                if (Alive)
                    Reach(chat).Wake(epoch, Rules, advance);
            });
        }
    }

    private bool Ended(ModelChat chat) => chat.HumanUntil <= world.Schedule.Now && world.Bug is not PlantedBug.EndsNotSwept;

    /// <summary>Repeats nudges for what the store shows as unfinished, and for chats that did not say that they are finished.</summary>
    private void Sweep()
    {
        if (!Alive)
            return;

        if (world.Bug is not PlantedBug.NoRenudge)
        {
            foreach (var chat in world.Store.Chats.Where(chat => chat.Unfinished || Ended(chat) || chat.Draft?.Item.ExpiresAt <= world.Schedule.Now || (world.Rules.Autonomy.Enabled && chat.WantsPlan(world.Schedule.Now)) || Activations.Exists(activation => activation.IsBusy(chat.Id))))
                Nudge(chat.Id, advance: null);
        }

        world.Schedule.After(SweepEvery, Sweep);
    }
}
