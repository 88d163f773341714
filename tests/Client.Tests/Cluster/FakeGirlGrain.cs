using MultiBot.Domain.Chats;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Girls;
using MultiBot.Grains.Abstractions.Notices;

namespace MultiBot.Client.Tests.Cluster;

/// <summary>A chat's contract: the mode is decided by the real table.</summary>
public sealed class FakeGirlGrain(FakeCluster cluster) : Grain, IGirlGrain
{
    private ChatKey Key => GrainKeys.ChatOf(this.GetPrimaryKeyString());

    public Task<ChatProgress> Wake(WakeSignal signal) => Task.FromResult(new ChatProgress { Finished = true, Version = 1 });

    public Task Settle() => Task.CompletedTask;

    public Task<Answer<ChatModeChanged>> TakeOver() => Change(ModeCommand.TakeOver);

    public Task<Answer<ChatModeChanged>> HandBack() => Change(ModeCommand.HandBack);

    public Task<Answer<ChatModeChanged>> Pause() => Change(ModeCommand.Pause);

    public Task<Answer<ChatModeChanged>> Resume() => Change(ModeCommand.Resume);

    public Task<Answer<TalkAsked>> StartTalk(DateTimeOffset? since)
    {
        cluster.SentTexts[$"started {Key}"] = "";
        return Task.FromResult<Answer<TalkAsked>>(new TalkAsked { At = DateTimeOffset.UnixEpoch });
    }

    public Task<Answer<MessageAccepted>> Send(string text)
    {
        cluster.SentTexts[Key.ToString()] = text;
        return Task.FromResult<Answer<MessageAccepted>>(new MessageAccepted { MessageId = 77 });
    }

    public Task<Answer<ContactEdited>> EditContact(string json, long? expectedRevision)
    {
        cluster.SentTexts[$"edited {Key}"] = json;
        return Task.FromResult<Answer<ContactEdited>>(
            expectedRevision is null or 4 ? new ContactEdited { Revision = 5 } : Problem.Stale("config.revision_stale", "It was changed meanwhile."));
    }

    public Task<Answer<ChatErased>> Erase()
    {
        if (!cluster.Bots[Key.Bot.Value].Chats.Remove(Key.Chat.Value))
            return Task.FromResult<Answer<ChatErased>>(Problem.NotFound("chat.not_found", "Nothing is held of this chat."));
        return Task.FromResult<Answer<ChatErased>>(new ChatErased { Cancelled = 2, StillSending = 1 });
    }

    public Task<Answer<NoticeState>> Notify(NoticeMessage notice) => throw new NotSupportedException("Notices are an affair of silos.");

    public Task<Answer<ContactRenamed>> Rename(string name) => throw new NotSupportedException("The console gives no names.");

    public Task<Answer<MessageAccepted>> SettleParked(long messageId, bool retry)
    {
        cluster.Bots[Key.Bot.Value].Parked.RemoveAll(item => item.Message.Id == messageId && item.ChatId == Key.Chat);
        cluster.SentTexts[$"settled {messageId}"] = retry ? "retry" : "drop";
        return Task.FromResult<Answer<MessageAccepted>>(new MessageAccepted { MessageId = messageId });
    }

    public Task<Answer<MessageAccepted>> ApproveDraft(long draftId, string? text)
    {
        cluster.SentTexts[$"approved {draftId}"] = text ?? "";
        return Task.FromResult<Answer<MessageAccepted>>(
            draftId == 404 ? Problem.Conflict("draft.superseded", "Something was written since.") : new MessageAccepted { MessageId = 78 });
    }

    public Task<Answer<DraftRejected>> RejectDraft(long draftId, bool again)
    {
        cluster.SentTexts[$"rejected {draftId}"] = again ? "again" : "";
        return Task.FromResult<Answer<DraftRejected>>(new DraftRejected());
    }

    private Task<Answer<ChatModeChanged>> Change(ModeCommand command)
    {
        var chats = cluster.Bots[Key.Bot.Value].Chats;
        var chat = chats[Key.Chat.Value];
        if (ChatModes.Apply(chat.Mode, command) is not { } mode)
            return Task.FromResult<Answer<ChatModeChanged>>(Problem.Conflict("chat.mode_refused", $"Not while the chat is {chat.Mode}."));
        chats[Key.Chat.Value] = chat with { Mode = mode };
        return Task.FromResult<Answer<ChatModeChanged>>(new ChatModeChanged { Mode = mode, Cancelled = 2, StillSending = 1 });
    }
}
