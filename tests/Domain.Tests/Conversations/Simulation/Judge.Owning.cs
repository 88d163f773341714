using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>Who has a chat keeps it for as long as it is theirs, and what the owner typed counts once.</summary>
internal sealed partial class Judge
{
    private readonly HashSet<(ChatId Chat, long Source)> _typed = [];
    private readonly Dictionary<ChatId, DateTimeOffset> _humans = [];

    /// <summary>Called before the store takes it.</summary>
    public void OwnerHeard(ModelChat chat, long source)
    {
        Require(_typed.Add((chat.Id, source)), Promise.OwnerHeardOnce, $"message {source}, which the owner typed to {chat.Id}, counts twice");
        Require(!chat.Outbox.Exists(row => row.SourceId == source), Promise.OwnerHeardOnce, $"message {source} to {chat.Id} is ours, and is taken for the owner's");
    }

    /// <summary>A human has it, until then or until they hand it back.</summary>
    public void HasTheChat(ModelChat chat)
    {
        if (chat.Mode is ChatMode.Human)
            _humans[chat.Id] = chat.HumanUntil ?? DateTimeOffset.MaxValue;
    }

    public void Left(ModelChat chat, ModeCommand command, DateTimeOffset now)
    {
        if (command is ModeCommand.Expire && _humans.TryGetValue(chat.Id, out var until))
            Require(until <= now, Promise.HumanKeepsTheChat, $"{chat.Id} goes back to the persona {until - now} too early");
        if (chat.Mode is not ChatMode.Human)
            _humans.Remove(chat.Id);
    }

    /// <summary>What the owner typed last, when nothing was said since, stood in the prompt; where there is no room for more, lines that were settled since may stand in its place.</summary>
    private static void RequireSeen(ModelChat chat, TurnSlice slice, Prompt prompt)
    {
        if (prompt.History.Count >= Weather.HistoryMessages || chat.Typed is not [.., var last] || chat.Inbox.Exists(message => message.Id > last.Id && !chat.WaitsFor(message)) || chat.Outbox.Exists(row => row.Row.Id > last.Id))
            return;

        Require(prompt.History.Any(line => line.Text == last.Text), Promise.DraftSawEverything, $"turn {slice.Id} of {chat.Id} is made without «{last.Text}», which the owner typed");
    }
}
