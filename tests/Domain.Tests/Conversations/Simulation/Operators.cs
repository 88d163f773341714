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
