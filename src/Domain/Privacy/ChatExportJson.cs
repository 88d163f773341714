using System.Text.Encodings.Web;
using System.Text.Json;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Privacy;

/// <summary>The document a person is given: the same from the API and from the console, written piece by piece so that no chat is too long for it.</summary>
public sealed class ChatExportJson : IAsyncDisposable
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Utf8JsonWriter _json;

    private ChatExportJson(Stream to) => _json = new Utf8JsonWriter(to, Options);

    /// <summary>Writes all but the messages.</summary>
    /// <param name="to">Stays open.</param>
    /// <param name="head">What is held.</param>
    /// <param name="now">When it was asked for.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ChatExportJson> BeginAsync(Stream to, ChatExportHead head, DateTimeOffset now, CancellationToken cancellation)
    {
        var export = new ChatExportJson(to);
        export.Write(head, now);
        await export._json.FlushAsync(cancellation);
        return export;
    }

    /// <summary>Before the drafts.</summary>
    public async Task AddAsync(IEnumerable<DecisionItem> decisions, CancellationToken cancellation)
    {
        foreach (var decision in decisions) Write(decision);
        await _json.FlushAsync(cancellation);
    }

    /// <summary>Decisions end here.</summary>
    public void BeginDrafts()
    {
        _json.WriteEndArray();
        _json.WriteStartArray("drafts");
    }

    public async Task AddAsync(IEnumerable<DraftItem> drafts, CancellationToken cancellation)
    {
        foreach (var draft in drafts) Write(draft);
        await _json.FlushAsync(cancellation);
    }

    /// <summary>Drafts end here.</summary>
    public void BeginMessages()
    {
        _json.WriteEndArray();
        _json.WriteStartArray("messages");
    }

    public async Task AddAsync(IEnumerable<HeldMessage> messages, CancellationToken cancellation)
    {
        foreach (var message in messages) Write(message);
        await _json.FlushAsync(cancellation);
    }

    public async Task EndAsync(CancellationToken cancellation)
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        await _json.FlushAsync(cancellation);
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private void Write(ChatExportHead head, DateTimeOffset now)
    {
        _json.WriteStartObject();
        _json.WriteString("exportedAt", now);
        _json.WriteString("botId", head.Key.Bot.Value);
        _json.WriteNumber("chatId", head.Key.Chat.Value);
        _json.WriteString("name", head.Chat.Name);
        _json.WriteString("mode", Word(head.Chat.Mode));
        if (head.Chat.HumanUntil is { } until) _json.WriteString("humanUntil", until);
        _json.WriteString("language", head.Chat.Language);
        _json.WriteNumber("messageCount", head.Chat.MessageCount);
        if (head.Chat.LastActivityAt is { } last) _json.WriteString("lastActivityAt", last);
        _json.WriteBoolean("doNotContact", head.DoNotContact);
        if (head.Chat.Approval is { } approval) _json.WriteBoolean("approval", approval);
        _json.WriteStartArray("tags");
        foreach (var tag in head.Chat.Tags) _json.WriteStringValue(tag);
        _json.WriteEndArray();
        _json.WriteString("notes", head.Notes);
        _json.WritePropertyName("memory");
        if (head.Memory.Length > 0) _json.WriteRawValue(head.Memory);
        else _json.WriteNullValue();
        Write(head.Plan);
        _json.WriteStartArray("decisions");
    }

    private void Write(ExportedPlan? plan)
    {
        if (plan is null) return;
        _json.WriteStartObject("plan");
        _json.WriteString("action", plan.Action);
        _json.WriteString("dueAt", plan.DueAt);
        if (plan.About is { } about) _json.WriteString("about", about);
        _json.WriteEndObject();
    }

    private void Write(DecisionItem decision)
    {
        _json.WriteStartObject();
        _json.WriteString("at", decision.At);
        _json.WriteString("kind", Word(decision.Kind));
        _json.WriteString("reason", decision.Reason);
        _json.WritePropertyName("inputs");
        _json.WriteRawValue(decision.Inputs);
        if (decision.Calls is { } calls)
        {
            _json.WritePropertyName("calls");
            _json.WriteRawValue(calls);
        }

        _json.WriteEndObject();
    }

    private void Write(DraftItem draft)
    {
        _json.WriteStartObject();
        _json.WriteNumber("id", draft.Id);
        _json.WriteString("state", Word(draft.State));
        _json.WriteString("text", draft.Text);
        _json.WriteString("at", draft.At);
        if (draft.SettledAt is { } settled) _json.WriteString("settledAt", settled);
        if (draft.MessageId is { } message) _json.WriteNumber("messageId", message);
        _json.WriteEndObject();
    }

    private void Write(HeldMessage message)
    {
        _json.WriteStartObject();
        _json.WriteNumber("id", message.Id);
        _json.WriteString("direction", message.Outgoing ? "out" : "in");
        if (message.IsEdit) _json.WriteBoolean("edit", true);
        if (message.SourceId is { } source) _json.WriteNumber("telegramId", source);
        _json.WriteString("kind", Word(message.Kind));
        _json.WriteString("text", message.Text);
        _json.WriteString("at", message.At);
        _json.WriteString("storedAt", message.StoredAt);
        _json.WriteString("by", Word(ByOf(message)));
        if (StateOf(message) is { } state) _json.WriteString("state", state);
        if (message.Code is { } code) _json.WriteString("code", code);
        if (message.Deleted) _json.WriteBoolean("deleted", true);
        if (message.Details is not null)
        {
            _json.WritePropertyName("details");
            _json.WriteRawValue(message.Details);
        }

        _json.WriteEndObject();
    }

    /// <summary>As people see it.</summary>
    private static Author ByOf(HeldMessage message) => message.By switch
    {
        Author.Notice or Author.Farewell => Author.Operator,
        Author.Admin => Author.Contact,
        var by => by,
    };

    private static string? StateOf(HeldMessage message) => message switch
    {
        { IsEdit: true } => null,
        { Outbox: { } outbox } => Word(outbox),
        { Inbox: InboxState.Requeued } => Word(InboxState.Received),
        { Inbox: { } inbox } => Word(inbox),
        _ => null,
    };

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
