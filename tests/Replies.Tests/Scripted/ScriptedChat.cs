using Microsoft.Extensions.Time.Testing;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;

namespace MultiBot.Replies.Tests.Scripted;

/// <summary>
/// One chat as a silo runs it, on a table in memory and a clock that jumps: the real conversation decides, the real generator and
/// analyst ask the model, and what is learned is merged. Store and Telegram always do as they are told.
/// </summary>
internal sealed class ScriptedChat(BotConfig bot, FakeTimeProvider time, IReplyGeneratorFactory replies)
{
    private const long Epoch = 1;

    private readonly List<(long Id, HistoryEntry Entry)> _lines = [];
    private readonly List<InboxMessage> _unanswered = [];
    private readonly Queue<ConversationEffect> _effects = new();
    private readonly string _name = "Pavel";
    private Conversation _conversation = Conversation.Begin(new ChatKey(bot.BotId, new ChatId(7)), Guid.Empty);
    private long _lastId;
    private long _version;
    private long _turn;
    private StoredMemory _memory = StoredMemory.None;
    private DateTimeOffset? _wakeAt;
    private long _messages;

    public ContactMemory Memory => _memory.Memory;

    /// <summary>Everything said, in order.</summary>
    public IReadOnlyList<HistoryEntry> Lines => [.. _lines.Select(line => line.Entry)];

    public void Says(string text, MessageKind kind, MessageDetails? details)
    {
        var message = new InboxMessage { Id = ++_lastId, SourceId = _lastId, Kind = kind, Text = text, At = time.GetUtcNow(), StoredAt = time.GetUtcNow(), Details = details };
        _unanswered.Add(message);
        _lines.Add((message.Id, new HistoryEntry { By = Author.Contact, Kind = kind, Text = text, At = message.At, Details = details }));
        var advance = new ChatAdvance { Chat = _conversation.Key.Chat, FromVersion = _version, Version = ++_version, Messages = [message], ContactName = _name, LanguageCode = "en" };
        _messages++;
        Drive(new ConversationOperation.Wake(Epoch, ConversationRules.From(bot, _conversation.Key.Chat, new SessionCapabilities(), running: true, seed: 0), advance));
    }

    /// <summary>Carries out what is wanted, and lets time pass to the next wanted moment, until nothing is left to do.</summary>
    public async Task SettleAsync()
    {
        while (true)
        {
            while (_effects.TryDequeue(out var effect)) await CarryOutAsync(effect);
            if (_conversation.Finished || _wakeAt is not { } at) return;
            _wakeAt = null;
            if (at > time.GetUtcNow()) time.SetUtcNow(at);
            Drive(new ConversationOperation.Tick());
        }
    }

    private void Drive(ConversationOperation operation)
    {
        var step = _conversation.Apply(operation, time.GetUtcNow());
        _conversation = step.Next;
        foreach (var effect in step.Effects) _effects.Enqueue(effect);
    }

    private async Task CarryOutAsync(ConversationEffect effect)
    {
        switch (effect)
        {
            case ConversationEffect.Load load: Drive(new ConversationOperation.Loaded(load.Ticket, Snapshot())); break;
            case ConversationEffect.Generate generate: Drive(await DraftAsync(generate)); break;
            case ConversationEffect.Commit commit: Drive(new ConversationOperation.TurnAnswered(commit.Ticket, new SliceAnswer<TurnCommitted>.Accepted(Commit(commit.Slice)))); break;
            case ConversationEffect.Send send: Drive(new ConversationOperation.SendFinished(send.Ticket, new SendOutcome.Sent { SourceId = send.Message.RowId })); break;
            case ConversationEffect.Record record: Drive(new ConversationOperation.OutcomeAnswered(record.Ticket, new SliceAnswer<OutcomeRecorded>.Accepted(Recorded(record.Slice)))); break;
            case ConversationEffect.Analyze analyze: Drive(await LearnAsync(analyze)); break;
            case ConversationEffect.WakeAt wake: _wakeAt = wake.At; break;
            case ConversationEffect.ShowTyping or ConversationEffect.MarkRead: break;
            default: throw new InvalidOperationException($"Nothing of the script asks for {effect}.");
        }
    }

    private ChatSnapshot Snapshot() => new() { Key = _conversation.Key, Version = _version, Turn = _turn, ContactName = _name, MessageCount = _messages, Memory = _memory, Unanswered = [.. _unanswered] };

    private async Task<ConversationOperation> DraftAsync(ConversationEffect.Generate generate)
    {
        var outcome = await replies.For(bot).GenerateAsync(
            new ReplyRequest
            {
                Bot = bot, Chat = _conversation.Key.Chat, ContactName = _conversation.ContactName, LanguageCode = _conversation.LanguageCode,
                Memory = _conversation.Memory.Memory, History = generate.History, Unanswered = generate.Unanswered, Now = time.GetUtcNow(),
            },
            CancellationToken.None);
        var written = Assert.IsType<ReplyOutcome.Written>(outcome);
        return new ConversationOperation.DraftWritten(generate.Ticket, written.Text, written.Usage);
    }

    private TurnCommitted Commit(TurnSlice slice)
    {
        Assert.Equal(new TurnBasis(_version, _turn), slice.Basis);
        _unanswered.RemoveAll(message => message.Id <= slice.AnsweredUpTo);
        _turn++;
        var rows = slice.Parts.Select((part, index) => Row(slice, part, index)).ToList();
        _lines.AddRange(rows.Select(row => (row.Id, new HistoryEntry { By = row.By, Text = row.Text, At = time.GetUtcNow() })));
        return new TurnCommitted { Turn = _turn, Rows = rows };
    }

    private OutboxRow Row(TurnSlice slice, TurnPart part, int index) => new()
    {
        Id = ++_lastId, Turn = _turn, Part = index, Text = part.Text, By = slice.By, Attempt = 1, Epoch = Epoch, ClaimedAt = time.GetUtcNow(),
        State = part.SendNow ? OutboxState.Sending : throw new InvalidOperationException("Every reply of the script is one message, on a free lane."),
    };

    private OutcomeRecorded Recorded(OutcomeSlice slice)
    {
        _messages++;
        var row = _conversation.Open.Single(row => row.Id == slice.RowId);
        return new OutcomeRecorded { Row = row with { State = slice.State } };
    }

    /// <summary>As GirlGrain does it.</summary>
    private async Task<ConversationOperation> LearnAsync(ConversationEffect.Analyze analyze)
    {
        var known = analyze.Basis.Memory;
        var lines = _lines.Where(line => line.Id > known.AnalyzedUpTo).ToList();
        var outcome = await replies.AnalystFor(bot).AnalyzeAsync(
            new AnalysisRequest { Bot = bot, Chat = _conversation.Key.Chat, Memory = known, ContactName = _name, Lines = [.. lines.Select(line => line.Entry)], Now = time.GetUtcNow() },
            CancellationToken.None);
        var found = Assert.IsType<AnalysisOutcome.Found>(outcome);
        _memory = new StoredMemory(MemoryMerge.Merge(known, found.Analysis, lines[^1].Id, time.GetUtcNow()), analyze.Basis.Revision + 1, analyze.Messages);
        return new ConversationOperation.Analyzed(analyze.Ticket, _memory);
    }
}
