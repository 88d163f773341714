using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Problems;
using static MultiBot.Domain.Commands.AnswerWords;

namespace MultiBot.Domain.Commands;

/// <summary>
/// All words by which a bot answers the commands of its admin. Short, to be read on a phone; formatted by entities, so that nothing that
/// people wrote can break an answer. A long one is to be split (<see cref="FormattedText.Split"/>).
/// </summary>
public static class AdminAnswers
{
    /// <summary>Found chats beyond these are counted and not named.</summary>
    private const int MostFound = 20;

    public static FormattedText Help()
    {
        var answer = new FormattedTextBuilder().Heading("Commands");
        foreach (var manual in CommandManual.All) answer.Code(manual.Usage).Plain($" – {manual.Summary}").Line();
        return answer.Plain("A chat is given by its number, or by its contact's name where only one has it.").Build();
    }

    public static FormattedText Help(CommandManual about)
    {
        var answer = new FormattedTextBuilder().Code(about.Usage).Line().Plain(about.Details);
        if (about.Example is { } example) answer.Line().Plain("Example: ").Code(example);
        return answer.Build();
    }

    public static FormattedText Status(BotFacts bot, DateTimeOffset now)
    {
        var answer = new FormattedTextBuilder().Bold(OneLine.Clip(bot.Name)).Plain(" ").Code(bot.Bot.Value).Line().Bold($"{bot.Status}");
        answer.Plain($" · {bot.Health}{(bot.Silo is { } silo ? $" · on {silo}" : "")}").Line();
        if (bot.Since is { } since) answer.Plain($"Since {Time(since)}, {Ago(since, now)}").Line();
        answer.Plain(bot.LastUpdateAt is { } last ? $"Last heard from Telegram {Ago(last, now)}" : "Never heard from Telegram").Line();
        answer.Plain($"Received {Number(bot.Counters.Received)} · sent {Number(bot.Counters.Sent)}").Line();
        answer.Plain($"Waiting for an operator {Number(bot.Counters.Parked)} · uncertain {Number(bot.Counters.Uncertain)} · refused {Number(bot.Counters.Rejected)}");
        if (bot.LastError is { } error) answer.Line().Plain("Last error ").Code(error);
        return answer.Build();
    }

    public static FormattedText Metrics(MetricsFacts metrics)
    {
        var answer = new FormattedTextBuilder().Bold("Today").Plain($", {Date(metrics.Date)}, {metrics.TimeZone}").Line();
        Figures(answer, metrics.Today).Line().Heading("Last 24 hours");
        return Figures(answer, metrics.Last24Hours).Build();
    }

    public static FormattedText List(ChatPage page, DateTimeOffset now)
    {
        if (page.Total == 0) return Say("There are no chats yet: nobody has written to the bot.");
        var answer = new FormattedTextBuilder().Bold("Chats").Plain($" {Number(page.Total)}");
        if (page.Pages > 1) answer.Plain($", page {Number(page.Number)} of {Number(page.Pages)}");
        foreach (var chat in page.Lines) Line(answer.Line(), chat, now);
        if (page.Number < page.Pages) answer.Line().Plain("More: ").Code($"!list {page.Number + 1}");
        return answer.Build();
    }

    /// <param name="chat">With its new name.</param>
    /// <param name="isNew">The person was not known before.</param>
    public static FormattedText Added(ChatLine chat, bool isNew) =>
        new FormattedTextBuilder().Plain(isNew ? "Added: " : "Renamed: ").Chat(chat).Build();

    /// <param name="chat">As it was.</param>
    public static FormattedText Deleted(ChatLine chat) =>
        new FormattedTextBuilder().Plain("Erased, for good: ").Chat(chat).Plain($", {Count(chat.Messages, "message")}.").Build();

    public static FormattedText Profile(ProfileFacts profile, DateTimeOffset now)
    {
        var answer = new FormattedTextBuilder().Bold(Name(profile.Chat)).Plain(" ").Code(profile.Chat.Chat.ToString()).Line();
        answer.Plain(Standing(profile.Chat, now));
        var where = string.Join(" · ", new[] { Named("language", profile.Language), Named("time zone", profile.TimeZone) }.OfType<string>());
        if (where.Length > 0) answer.Line().Plain(where);
        if (profile.Summary is { } summary && MessageSplitter.IsVisible(summary)) answer.Line().Heading("summary").Plain(OneLine.Block(summary));
        foreach (var topic in profile.Topics.Where(topic => !topic.Facts.IsEmpty))
        {
            answer.Line().Bold(OneLine.Clip(topic.Topic));
            foreach (var fact in topic.Facts) answer.Line().Plain($"• {OneLine.Of(fact)}");
        }

        if (profile.Summary is null && profile.Topics.All(topic => topic.Facts.IsEmpty)) answer.Line().Plain("Nothing is known about this person yet.");
        return answer.Build();
    }

    public static FormattedText Starting(ChatLine chat) =>
        new FormattedTextBuilder().Plain("The persona is about to write first: ").Chat(chat).Build();

    /// <summary>Where the admin is.</summary>
    public static FormattedText Here(BotId bot, ChatId chat) =>
        new FormattedTextBuilder().Plain("This chat is ").Code(chat.ToString()).Plain(", the bot ").Code(bot.Value).Build();

    /// <param name="query">What was looked for.</param>
    /// <param name="chats">All that match, best first.</param>
    public static FormattedText Found(string query, IReadOnlyList<ChatLine> chats)
    {
        if (chats.Count == 0) return Say($"No name and no number contains «{OneLine.Clip(query)}».");
        var answer = new FormattedTextBuilder().Bold($"{Count(chats.Count, "chat")}").Plain($" with «{OneLine.Clip(query)}»");
        foreach (var chat in chats.Take(MostFound)) answer.Line().Chat(chat);
        if (chats.Count > MostFound) answer.Line().Plain($"and {Number(chats.Count - MostFound)} more: give more of the name.");
        return answer.Build();
    }

    /// <param name="chat">Which.</param>
    /// <param name="cancelled">Messages of ours that were waiting.</param>
    /// <param name="stillSending">Messages of ours that the person may still get.</param>
    public static FormattedText TakenOver(ChatLine chat, int cancelled, int stillSending)
    {
        var answer = new FormattedTextBuilder().Plain("Taken over: ").Chat(chat).Line().Plain("The persona is silent there until ").Code($"!handback {chat.Chat}");
        if (cancelled > 0) answer.Line().Plain($"Cancelled: {Count(cancelled, "message")} that had not left.");
        if (stillSending > 0) answer.Line().Plain($"Already leaving: {Count(stillSending, "message")}; the person may still get what is on its way.");
        return answer.Build();
    }

    public static FormattedText HandedBack(ChatLine chat) =>
        new FormattedTextBuilder().Plain("Handed back: ").Chat(chat).Line().Plain("The persona answers the next message; earlier ones are left to you.").Build();

    public static FormattedText Restarting(BotId bot) =>
        new FormattedTextBuilder().Plain("Restarting ").Code(bot.Value).Plain(". See ").Code("!status").Plain(" in a moment.").Build();

    public static FormattedText Stopping(BotId bot) => new FormattedTextBuilder()
        .Plain("Stopping ").Code(bot.Value).Plain(". From now on it reads nothing, this chat included. To start it again:").Line()
        .Code($"multibot bots start {bot}").Line().Plain("or ").Code($"POST /api/v1/bots/{bot}/start").Build();

    /// <summary>Whatever was refused, by the parser or by whoever was to carry it out.</summary>
    public static FormattedText Refused(Problem problem)
    {
        var answer = new FormattedTextBuilder().Plain(problem.Detail).Line();
        foreach (var field in problem.Fields) answer.Code(field.Pointer).Plain($" {field.Message}").Line();
        return answer.Code(problem.Code).Build();
    }

    private static FormattedTextBuilder Figures(FormattedTextBuilder answer, HourFigures figures)
    {
        answer.Plain($"Received {Number(figures.Received)} · sent {Number(figures.Sent)} · failed {Number(figures.Failed)}");
        if (figures.Uncertain > 0) answer.Plain($" · uncertain {Number(figures.Uncertain)}");
        if (figures.FloodWaits > 0) answer.Plain($" · waits for Telegram {Number(figures.FloodWaits)}");
        if (figures.Replies > 0)
            answer.Line().Plain($"People waited {Seconds((double)figures.ReplyMs / figures.Replies)} on average, {Seconds(figures.SlowestReplyMs)} at most");
        if (figures.InputTokens + figures.OutputTokens > 0)
            answer.Line().Plain($"Tokens {Number(figures.InputTokens)} in · {Number(figures.OutputTokens)} out");
        return answer;
    }

    private static void Line(FormattedTextBuilder answer, ChatLine chat, DateTimeOffset now) => answer.Chat(chat).Plain($" · {Standing(chat, now)}");

    private static string Standing(ChatLine chat, DateTimeOffset now) =>
        $"{Mode(chat.Mode)} · {Count(chat.Messages, "message")}{(chat.LastActivityAt is { } last ? $" · {Ago(last, now)}" : "")}";

    private static string? Named(string what, string? value) => value is null ? null : $"{what} {OneLine.Clip(value)}";

    private static FormattedText Say(string text) => new FormattedTextBuilder().Plain(text).Build();
}
