using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;

namespace MultiBot.Client.Chats;

/// <summary><c>chats drafts</c>: what the persona wrote for you to look at.</summary>
internal static class ListDrafts
{
    public static Command Create(CommandRunner runner)
    {
        var bot = Ids.Bot();
        var chat = Ids.Chat();
        var paging = new Paging();
        return runner.Command("drafts", "What the persona wrote for you to look at, newest first", RunAsync, [bot, chat, .. paging.Options]);

        async Task<int> RunAsync(CommandCall call)
        {
            var queries = (await call.ConnectAsync()).Queries();
            var key = new ChatKey(call.Get(bot), call.Get(chat));
            var answer = await paging.ReadAsync(call, (after, limit) => queries.ListDrafts(key, after, limit));
            return call.Show(answer, page => PageJson<DraftJson>.Of(page, DraftJson.Of), page => Write(call.Terminal, page));
        }
    }

    private static void Write(Terminal terminal, Page<DraftItem> page)
    {
        var sheet = new Sheet("ID", "AT", "STATE", "UNTIL", "TEXT");
        foreach (var draft in page.Items)
            sheet.Add(Plain.Number(draft.Id), Plain.Time(draft.At), Json.Word(draft.State), Plain.Time(draft.ExpiresAt), draft.Text);
        sheet.Write(terminal);
        Paging.ShowNext(terminal, page.Next);
    }
}

/// <summary><c>chats approve</c>: sends a draft, or your words in its place.</summary>
internal static class ApproveDraft
{
    public static Command Create(CommandRunner runner)
    {
        var (bot, chat, draft) = (Ids.Bot(), Ids.Chat(), DraftIds.Create());
        var text = new Option<string?>("--text") { Description = "Your own wording in its place", HelpName = "text" };
        return runner.Command("approve", "Send a draft", RunAsync, bot, chat, draft, text);

        async Task<int> RunAsync(CommandCall call)
        {
            var words = call.Get(text);
            if (words is not null && string.IsNullOrWhiteSpace(words)) return call.Misuse("There is nothing to send; leave --text out to send the persona's words.");
            var answer = await (await call.ConnectAsync()).Girl(new ChatKey(call.Get(bot), call.Get(chat))).ApproveDraft(call.Get(draft), words);
            return call.Show(answer, accepted => new AcceptedJson(accepted.MessageId), accepted => call.Terminal.Line($"Accepted as message {accepted.MessageId}."));
        }
    }
}

/// <summary><c>chats reject</c>: the draft is not sent.</summary>
internal static class RejectDraft
{
    public static Command Create(CommandRunner runner)
    {
        var (bot, chat, draft) = (Ids.Bot(), Ids.Chat(), DraftIds.Create());
        var again = new Option<bool>("--again") { Description = "Have another one written; otherwise its messages stay unanswered" };
        return runner.Command("reject", "Don't send a draft", RunAsync, bot, chat, draft, again);

        async Task<int> RunAsync(CommandCall call)
        {
            var (id, another) = (call.Get(draft), call.Get(again));
            var answer = await (await call.ConnectAsync()).Girl(new ChatKey(call.Get(bot), call.Get(chat))).RejectDraft(id, another);
            return call.Show(answer, _ => new RejectedJson(id, another), _ => call.Terminal.Line($"Draft {id} is rejected{(another ? "; another one will be written" : "")}."));
        }
    }
}

internal static class DraftIds
{
    public static Argument<long> Create() => new("draft") { Description = "The draft's id" };
}

internal sealed record RejectedJson(long Id, bool Again);

/// <summary>A draft as REST shows it.</summary>
internal sealed record DraftJson
{
    public required long Id { get; init; }
    public required DraftState State { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? SettledAt { get; init; }
    public required long[] Answers { get; init; }
    public string? Action { get; init; }
    public long? MessageId { get; init; }

    public static DraftJson Of(DraftItem draft) => new()
    {
        Id = draft.Id,
        State = draft.State,
        Text = draft.Text,
        At = draft.At,
        ExpiresAt = draft.ExpiresAt,
        SettledAt = draft.SettledAt,
        Answers = draft.Answers,
        Action = draft.Unasked is { } kind ? AutonomyKinds.NameOf(kind) : null,
        MessageId = draft.MessageId,
    };
}
