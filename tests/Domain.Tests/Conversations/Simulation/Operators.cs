using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>Operators, who command through whichever activation their call reaches and repeat a command whose result is unknown.</summary>
internal sealed class Operators(World world)
{
    private int _messages;
    private int _facts;

    public void Act(ChatId chat)
    {
        switch (world.Chance.Below(11))
        {
            case 0: Command(chat, ModeCommand.TakeOver); break;
            case 1: Command(chat, ModeCommand.HandBack); break;
            case 2: Command(chat, ModeCommand.Pause); break;
            case 3: Command(chat, ModeCommand.Resume); break;
            case 4: Settle(chat, retry: true); break;
            case 5: Settle(chat, retry: world.Chance.In(0.5)); break;
            case 6: Write(chat); break;
            case 7: Erase(chat); break;
            case 8: world.Store.Learn(chat, $"f{++_facts}"); break;
            default: Ask(chat, world.Chance.Id()); break;
        }
    }

    /// <summary>Back to the persona, whatever was before.</summary>
    public void Return(ChatId chat) =>
        Command(chat, world.Store.Chat(chat).Mode is ChatMode.Paused ? ModeCommand.Resume : ModeCommand.HandBack);

    private void Command(ChatId chat, ModeCommand command) =>
        Try(chat, epoch => world.Store.Apply(new ModeSlice { Bot = World.Bot, Epoch = epoch, Chat = chat, Command = command }));

    private void Settle(ChatId chat, bool retry)
    {
        if (world.Store.Chat(chat).Inbox.Find(message => message.State is InboxState.Parked or InboxState.Overdue) is { } parked)
            Try(chat, epoch => world.Store.Apply(new ParkedSlice { Bot = World.Bot, Epoch = epoch, Chat = chat, MessageId = parked.Id, Retry = retry }));
    }

    private void Write(ChatId chat)
    {
        var slice = new TurnSlice
        {
            Bot = World.Bot,
            Epoch = 0,
            Chat = chat,
            Id = world.Chance.Id(),
            By = Author.Operator,
            Parts = [new TurnPart($"o{++_messages}", SendNow: false)],
        };
        Try(chat, epoch => world.Store.Apply(slice with { Epoch = epoch }));
    }

    private void Erase(ChatId chat)
    {
        var slice = new EraseSlice { Bot = World.Bot, Epoch = 0, Chat = chat, Id = world.Chance.Id() };
        Try(chat, epoch => world.Store.Apply(slice with { Epoch = epoch }), then: new ConversationOperation.Erased());
        if (world.Chance.In(0.5))
            world.Schedule.After(world.Chance.Millis(10, 2000), () => world.WritesAgain(chat));
    }

    /// <summary>The persona is to write now.</summary>
    private void Ask(ChatId chat, Guid id) => Try(chat, epoch =>
    {
        var asked = world.Store.Load(new ChatKey(World.Bot, chat), history: 0);
        return asked.Erased || asked.Version == 0 ? asked : world.Store.Apply(InitiativeSlices.Asked(epoch, asked, id, world.Schedule.Now));
    });

    /// <summary>A word on what waits; in the end a yes or a no.</summary>
    public void Review(ChatId chat)
    {
        var (roll, seen) = (world.Chance.Below(world.Weather == Weather.Calm ? 3 : 4), world.Store.Chat(chat).Draft!.Item.Id);
        Try(chat, epoch =>
        {
            var snapshot = world.Store.Load(new ChatKey(World.Bot, chat), history: 0);
            if (world.Store.Chat(chat).Draft is not { } draft || draft.Item.Id != seen)
                return snapshot;
            var item = world.Bug is PlantedBug.OvertakenDraftApproved ? draft.Item with { Version = snapshot.Version, Turn = snapshot.Turn } : draft.Item;
            var approval = new Approval(snapshot, item, world.Rules, epoch, world.Schedule.Now);
            return approval.Closed() is { } closed ? closed : Say(approval, draft.SliceId, roll, world.Chance.Id());
        });
    }

    private object Say(Approval approval, Guid draft, int roll, Guid id)
    {
        if (roll > 1)
            return approval.IsUnasked ? world.Store.Apply(approval.RejectUnasked(again: roll > 2, id)) : roll > 2 ? world.Store.Apply(approval.RejectForAnother()) : world.Store.Apply(approval.Reject(id));

        var approved = approval.Approve(roll == 0 ? null : $"w{++_messages}", id);
        if (approved.Value is not { } turn)
            return approved.Problem!;
        world.Judge.Approved(id, draft);
        return world.Store.Apply(turn);
    }

    private void Try(ChatId chat, Func<long, object> write, int tries = 3, ConversationOperation? then = null)
    {
        if (world.Any() is not { } bot)
            return;

        world.Wire.Call(() => write(bot.Epoch), () => bot.Alive, answer =>
        {
            if (answer is null && tries > 0)
                Try(chat, write, tries - 1, then);
            var reached = bot.Reach(chat);
            reached.Wake(bot.Epoch, bot.Rules, advance: null);
            reached.Drive(then ?? new ConversationOperation.Changed());
        });
    }
}
