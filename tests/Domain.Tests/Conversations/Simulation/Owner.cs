using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>The account's owner, who types on another device. Now and then a send of ours comes back as if they had.</summary>
internal sealed class Owner(World world)
{
    public void Act(ChatId chat)
    {
        var sent = world.Store.Chat(chat).Outbox.FindLast(row => row is { Row.State: OutboxState.Sent, SourceId: not null });
        if (sent is not null && world.Chance.In(0.3))
            Tell(chat, sent.SourceId!.Value);
        else
            Tell(chat, world.Telegram.NewMessageId());
    }

    private void Tell(ChatId chat, long id)
    {
        world.Trace.Note($"owner: {id} to {chat}");
        world.Telegram.Push(new OwnerWrote { Chat = chat, SourceId = id, Text = $"h{id}", At = world.Schedule.Now });
    }
}
