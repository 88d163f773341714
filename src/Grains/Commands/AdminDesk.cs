using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Girls;

namespace MultiBot.Grains.Commands;

/// <summary>
/// Carries out what a bot's admin commands in the chat, through the grains that the API commands, with the same lines in the audit. Each command
/// may come again after a crash, when its answer was not stored: done twice it ends the same.
/// </summary>
internal sealed class AdminDesk(IGrainFactory grains, AdminReports reports, ContactBook contacts, IApiKeyStore audit, TimeProvider time)
{
    /// <param name="here">The admin's chat.</param>
    /// <param name="bot">As it is configured now.</param>
    /// <param name="message">The command as it stands, edits applied.</param>
    public async Task<CommandAnswer> CarryOutAsync(ChatKey here, BotConfig bot, InboxMessage message)
    {
        if (CommandParser.Parse(message.Text) is not { } read)
            return Refuse(Problem.Invalid(CommandCodes.Edited, "The message was edited and is no command any more; nothing was done."));
        if (read.Value is not { } command)
            return Refuse(read.Problem!);
        if (time.GetUtcNow() - message.At > TimeSpan.FromMinutes(bot.Pacing.MaxReplyAgeMinutes))
            return Refuse(Problem.Conflict(CommandCodes.TooOld, "This was sent too long ago to be carried out now. Look at how things stand and send it again."));

        switch (command)
        {
            case AdminCommand.Restart: return new CommandAnswer(AdminAnswers.Restarting(bot.BotId), BotSteer.Restart);
            case AdminCommand.Stop: return new CommandAnswer(AdminAnswers.Stopping(bot.BotId), BotSteer.Stop);
            default:
                var done = await DoAsync(here, bot, command, message.StoredAt);
                return done.Value is { } text ? new CommandAnswer(text) : Refuse(done.Problem!);
        }
    }

    /// <summary>Stops or restarts the bot. Answers what stood in the way.</summary>
    public async Task<Problem?> SteerAsync(ChatKey here, BotSteer what)
    {
        var manager = grains.Manager();
        var (action, answer) = what is BotSteer.Stop
            ? ("bot.stop", await manager.StopBot(here.Bot))
            : ("bot.restart", await manager.RestartBot(here.Bot));
        if (answer.Problem is null) await RecordAsync(here, action, about: null);
        return answer.Problem;
    }

    private Task<Answer<FormattedText>> DoAsync(ChatKey here, BotConfig bot, AdminCommand command, DateTimeOffset at) => command switch
    {
        AdminCommand.Help { About: var about } => Task.FromResult<Answer<FormattedText>>(about is null ? AdminAnswers.Help() : AdminAnswers.Help(about)),
        AdminCommand.Status => reports.StatusAsync(bot.BotId),
        AdminCommand.Metrics => reports.MetricsAsync(bot),
        AdminCommand.List { Page: var page } => reports.ListAsync(bot.BotId, page),
        AdminCommand.Profile { Chat: var chat } => reports.ProfileAsync(bot.BotId, chat),
        AdminCommand.Find { Query: var query } => reports.FindAsync(here, query),
        AdminCommand.Add add => AddAsync(here, add),
        AdminCommand.Delete { Chat: var chat } => AboutAsync(here, new ChatReference.ById(chat), EraseAsync),
        AdminCommand.Start { Chat: var chat } => AboutAsync(here, chat, (_, found) => StartAsync(here, found, at)),
        AdminCommand.TakeOver { Chat: var chat } => AboutAsync(here, chat, TakeOverAsync),
        AdminCommand.HandBack { Chat: var chat } => AboutAsync(here, chat, HandBackAsync),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is no command."),
    };

    private async Task<Answer<FormattedText>> AddAsync(ChatKey here, AdminCommand.Add add)
    {
        var renamed = await GirlOf(here, add.Chat).Rename(add.Name);
        if (renamed.Value is not { } done) return renamed.Problem!;
        await RecordAsync(here, "chat.rename", add.Chat);
        var found = await contacts.FindAsync(new ChatKey(here.Bot, add.Chat));
        return found.Value is { } chat ? AdminAnswers.Added(chat, done.IsNew) : found.Problem!;
    }

    /// <summary>Something about a chat that there is.</summary>
    private async Task<Answer<FormattedText>> AboutAsync(ChatKey here, ChatReference reference, Func<ChatKey, ChatLine, Task<Answer<FormattedText>>> act)
    {
        var found = await contacts.FindAsync(here.Bot, reference);
        return found.Value is { } chat ? await act(here, chat) : found.Problem!;
    }

    private async Task<Answer<FormattedText>> TakeOverAsync(ChatKey here, ChatLine chat)
    {
        var changed = await GirlOf(here, chat.Chat).TakeOver();
        if (changed.Value is not { } done) return changed.Problem!;
        await RecordAsync(here, "chat.takeover", chat.Chat);
        return AdminAnswers.TakenOver(chat, done.Cancelled, done.StillSending);
    }

    private async Task<Answer<FormattedText>> HandBackAsync(ChatKey here, ChatLine chat)
    {
        var changed = await GirlOf(here, chat.Chat).HandBack();
        if (changed.Value is null) return changed.Problem!;
        await RecordAsync(here, "chat.handback", chat.Chat);
        return AdminAnswers.HandedBack(chat);
    }

    /// <summary>But for the chat that the answer is to stand in: it would be kept of somebody of whom nothing is.</summary>
    private async Task<Answer<FormattedText>> EraseAsync(ChatKey here, ChatLine chat)
    {
        if (chat.Chat == here.Chat)
            return Problem.Conflict(CommandCodes.OwnChat, "This chat can't be erased by a command in it. The API does it: DELETE /api/v1/bots/{botId}/chats/{chatId}.");

        var erased = await GirlOf(here, chat.Chat).Erase();
        if (erased.Value is null) return erased.Problem!;
        await RecordAsync(here, "chat.erase", chat.Chat);
        return AdminAnswers.Deleted(chat);
    }

    /// <summary>What was asked for since the command came is what it asked for: the person is not written to twice.</summary>
    private async Task<Answer<FormattedText>> StartAsync(ChatKey here, ChatLine chat, DateTimeOffset since)
    {
        var asked = await GirlOf(here, chat.Chat).StartTalk(since);
        if (asked.Value is null) return asked.Problem!;
        await RecordAsync(here, "chat.start", chat.Chat);
        return AdminAnswers.Starting(chat);
    }

    private IGirlGrain GirlOf(ChatKey here, ChatId chat) => grains.Girl(new ChatKey(here.Bot, chat));

    private Task RecordAsync(ChatKey here, string action, ChatId? about) => audit.AuditAsync(
        new AuditEntry
        {
            At = time.GetUtcNow(),
            Actor = $"chat:{here.Chat}",
            Action = action,
            Bot = here.Bot,
            Detail = about is { } chat ? string.Create(CultureInfo.InvariantCulture, $$"""{"chatId":{{chat.Value}}}""") : "{}",
        },
        CancellationToken.None);

    private static CommandAnswer Refuse(Problem problem) => new(AdminAnswers.Refused(problem));
}
