using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>One person: writes, corrects, deletes, opts out, comes back, blocks.</summary>
internal sealed class Person(World world, ChatId chat)
{
    private readonly List<long> _messages = [];
    private int _edits;

    public ChatId Chat => chat;

    /// <summary>One thing a person may do at a moment.</summary>
    public void Act()
    {
        var dice = world.Chance.Below(100);
        if (world.Telegram.IsBlocked(chat))
            Tell(new ContactMembership { Chat = chat, Blocked = false });
        else if (dice < 66 || _messages.Count == 0)
            WriteSeries(dice % 3);
        else if (dice < 75)
            Edit();
        else if (dice < 83)
            Tell(new MessagesDeleted { Chat = chat, SourceIds = [Any()] });
        else if (dice < 89)
            Write(Intent.OptOut);
        else if (dice < 96)
            Write(Intent.OptIn);
        else
            Tell(new ContactMembership { Chat = chat, Blocked = true });
    }

    public void Write(Intent intent)
    {
        if (world.Telegram.IsBlocked(chat))
            return;

        var id = world.Telegram.NewMessageId();
        _messages.Add(id);
        world.Judge.PersonWrote(chat, id);
        Tell(new MessageArrived { Chat = chat, SourceId = id, Text = $"m{id}", At = world.Schedule.Now, Intent = intent });
    }

    private void WriteSeries(int more)
    {
        Write(Intent.None);
        for (var i = 0; i < more; i++)
            world.Schedule.After(world.Chance.Millis(50, 2500), () => Write(Intent.None));
    }

    private void Edit()
    {
        var id = Any();
        Tell(new MessageEdited { Chat = chat, SourceId = id, Text = $"m{id}e{++_edits}", EditedAt = world.Schedule.Now });
    }

    private void Tell(InboundUpdate update)
    {
        world.Trace.Note($"person: {update}");
        world.Telegram.Push(update);
    }

    private long Any() => _messages[world.Chance.Below(_messages.Count)];
}
