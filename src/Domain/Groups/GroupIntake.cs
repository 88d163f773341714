using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Groups;

/// <summary>
/// What of a batch is kept where groups are concerned. Of who is not answered nothing is: neither of those that the operator leaves out, nor of
/// those who want to hear nothing. Who opts out does so for themselves; a group falls silent as a whole by a word in the group's own name,
/// which only its (anonymous) admins have. Pure.
/// </summary>
public static class GroupIntake
{
    /// <summary>Chats whose wish not to hear from the bot matters: of those who write in groups, and of the groups.</summary>
    public static IReadOnlyCollection<ChatId> Concerned(UpdateBatch batch)
    {
        var concerned = new HashSet<ChatId>();
        foreach (var update in batch.Updates)
        {
            var (chat, author) = update switch
            {
                MessageArrived { Chat.IsGroup: true } message => (message.Chat, message.Details?.AuthorId),
                MessageEdited { Chat.IsGroup: true } edit => (edit.Chat, edit.Details?.AuthorId),
                _ => (default, null),
            };
            if (chat != default) concerned.Add(chat);
            if (author is { } person) concerned.Add(new ChatId(person));
        }

        return concerned;
    }

    /// <param name="batch">As it came, moves of groups carried out.</param>
    /// <param name="bot">Whose.</param>
    /// <param name="unwelcome">Those of <see cref="Concerned"/> who have opted out, or whom no bot may write to.</param>
    public static UpdateBatch Screen(UpdateBatch batch, BotConfig bot, IEnumerable<ChatId> unwelcome)
    {
        var silent = unwelcome.ToHashSet();
        var kept = new List<InboundUpdate>(batch.Updates.Length);
        foreach (var update in batch.Updates)
        {
            // User accounts answer in private only: what their owners write in groups is nothing of ours.
            if (update is GroupMoved or OwnerWrote { Chat.IsGroup: true } || (update is MessageEdited { Chat.IsGroup: true } edit && !IsKept(edit, bot, silent))) continue;
            if (update is not MessageArrived { Chat.IsGroup: true } message) kept.Add(update);
            else if (IsKept(message, bot, silent)) kept.AddRange(Understood(message, silent));
        }

        return batch with { Updates = [.. kept] };
    }

    private static bool IsKept(MessageArrived message, BotConfig bot, HashSet<ChatId> silent)
    {
        if (message.Details?.AuthorId is not { } author) return false;
        if (IsOfTheGroup(message) && message.Intent is Intent.OptIn) return true;
        return !silent.Contains(message.Chat) && !silent.Contains(new ChatId(author))
            && (author == bot.AdminChatId || (IsOfTheGroup(message) && message.Intent is Intent.OptOut) || bot.Telegram.Senders.RefusalOf(author) is null);
    }

    /// <summary>What somebody wrote is kept as it was once they want to hear nothing: new words of theirs are not.</summary>
    private static bool IsKept(MessageEdited edit, BotConfig bot, HashSet<ChatId> silent) =>
        edit.Details?.AuthorId is not { } author
        || (!silent.Contains(edit.Chat) && !silent.Contains(new ChatId(author)) && (author == bot.AdminChatId || bot.Telegram.Senders.RefusalOf(author) is null));

    private static InboundUpdate[] Understood(MessageArrived message, HashSet<ChatId> silent)
    {
        if (IsOfTheGroup(message))
        {
            // Holds for what comes behind it in the same batch.
            if (message.Intent is Intent.OptOut) silent.Add(message.Chat);
            if (message.Intent is Intent.OptIn) silent.Remove(message.Chat);
            return [message];
        }

        if (message.Intent is not Intent.OptOut) return [message.Intent is Intent.OptIn ? message with { Intent = Intent.None } : message];
        var author = new ChatId(message.Details!.AuthorId!.Value);
        silent.Add(author);
        return [message with { Intent = Intent.AuthorOptOut }, new AuthorOptedOut { Chat = author, Group = message.Chat, SourceId = message.SourceId }];
    }

    private static bool IsOfTheGroup(MessageArrived message) => message.Details?.AuthorId == message.Chat.Value;
}
