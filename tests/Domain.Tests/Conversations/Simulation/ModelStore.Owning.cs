using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>What the account's owner typed elsewhere.</summary>
internal sealed partial class ModelStore
{
    private void Add(Change change, OwnerWrote typed, TimeSpan lasts)
    {
        var chat = change.Chat;
        if (chat.Tombstone is { } gone && bug is not PlantedBug.TombstoneIgnored && (typed.At < gone.At || typed.SourceId <= gone.LastSource))
            return;

        if (chat.Outbox.Exists(row => row.SourceId == typed.SourceId) && bug is not PlantedBug.EchoTakesOver)
            return;

        change.Reload = true;
        if (chat.Typed.Exists(message => message.SourceId == typed.SourceId) && bug is not PlantedBug.OwnerRepeatHeard)
            return;

        if (typed.At != chat.Tombstone?.At)
            judge.Stored(chat, typed.SourceId);
        judge.OwnerHeard(chat, typed.SourceId);
        chat.Erased = false;
        chat.Typed.Add(new ModelTyped(++_lastId, typed.SourceId, typed.Text, typed.At));
        if (bug is not PlantedBug.OwnerRaisesNoVersion)
            chat.Version++;
        if (lasts <= TimeSpan.Zero)
            return;

        var until = OwnerTakeOver.EndAfter(chat.Mode, chat.HumanUntil, schedule.Now, lasts);
        ChangeMode(chat, ModeCommand.OwnerWrote);
        chat.HumanUntil = until;
        judge.HasTheChat(chat);
        trace.Note($"store: owner wrote {typed.SourceId} to {chat.Id}, {chat.Mode} until {chat.HumanUntil - schedule.Now}");
    }
}

/// <summary>A message that the owner typed.</summary>
internal sealed record ModelTyped(long Id, long SourceId, string Text, DateTimeOffset At);
