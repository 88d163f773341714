using MultiBot.Domain.Approvals;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Girls;

namespace MultiBot.Grains.Girls;

/// <summary>An operator's word on what the persona wrote. The store hears one of two who speak at once; saying the same again answers the same.</summary>
internal sealed partial class GirlGrain
{
    public async Task<Answer<MessageAccepted>> ApproveDraft(long draftId, string? text)
    {
        var words = text is null ? null : StorableText.Clean(text).Trim();
        if (words is not null && OperatorText.Check(MessageSplitter.IsVisible(words) ? words : "") is { } refused)
            return refused;

        return await OnDraft<MessageAccepted>(draftId, DraftState.Approved, draft => new MessageAccepted { MessageId = draft.MessageId!.Value }, async (chat, approval) =>
        {
            if (OperatorText.CheckChat(chat) is { } closed)
                return closed;
            var approved = approval.Approve(words, Guid.NewGuid());
            if (approved.Value is not { } turn)
                return approved.Problem!;
            if (await conversations.CommitAsync(turn, CancellationToken.None) is not SliceAnswer<TurnCommitted>.Accepted { Result.Rows: [var first, ..] })
                return null;
            ShowRead(chat);
            return new MessageAccepted { MessageId = first.Id };
        });
    }

    public Task<Answer<DraftRejected>> RejectDraft(long draftId, bool again) =>
        OnDraft<DraftRejected>(draftId, DraftState.Rejected, _ => new DraftRejected(), async (_, approval) =>
        {
            var taken = approval switch
            {
                { IsUnasked: true } => Takes(approval.RejectUnasked(again, Guid.NewGuid())),
                _ when again => Takes(approval.RejectForAnother()),
                _ => Takes(approval.Reject(Guid.NewGuid())),
            };
            if (await taken)
                return new DraftRejected();
            return null;
        });

    /// <summary>Reads it and says the word; read once more when somebody else was quicker, it tells who.</summary>
    /// <param name="draftId">Which.</param>
    /// <param name="wanted">Where it is to stand.</param>
    /// <param name="already">The answer when it stands there already.</param>
    /// <param name="speak">Null: the store did not take it.</param>
    private Task<Answer<T>> OnDraft<T>(long draftId, DraftState wanted, Func<DraftItem, T> already, Func<ChatSnapshot, Approval, Task<Answer<T>?>> speak)
        where T : class => Command<T>(async brief =>
    {
        var chat = await conversations.LoadAsync(Key, history: 0, replies: 0, CancellationToken.None);
        if (Key.Chat.IsGroup)
            chat = chat with { Unwelcome = await Unwelcome(chat.Unanswered) };
        if (await conversations.ReadDraftAsync(Key, draftId, CancellationToken.None) is not { } draft)
            return Problem.NotFound(DraftCodes.NotFound, $"There is no draft {draftId} in this chat; list them with GET …/drafts.");
        if (draft.State == wanted)
            return already(draft);

        var rules = ConversationRules.From(brief.Config, Key.Chat, brief.Capabilities, brief.Running, silo.Seed);
        var approval = new Approval(chat, draft, rules, brief.Epoch, silo.Time.GetUtcNow());
        return approval.Closed() is { } closed ? closed : await speak(chat, approval);
    });

    private async Task<bool> Takes<TResult>(Slice<TResult> slice)
        where TResult : class => await conversations.CommitAsync(slice, CancellationToken.None) is SliceAnswer<TResult>.Accepted;

    /// <summary>What was answered is read by now.</summary>
    private void ShowRead(ChatSnapshot chat)
    {
        if (_brief is { Capabilities.CanMarkRead: true } && chat.Unanswered is [.., var last])
            Bot.MarkRead(Key.Chat, last.SourceId).Ignore();
    }
}
