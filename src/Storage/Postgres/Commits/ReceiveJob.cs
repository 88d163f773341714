using System.Text.Json;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>A batch of updates. Plain messages go in sets; a batch with anything else, or with a repeat, one by one.</summary>
internal sealed class ReceiveJob : SliceJob<Received>
{
    private readonly UpdateBatch _batch;
    private readonly SystemAnswers? _answers;
    private readonly PersonHashes _people;
    private readonly TimeSpan _ownerTakesOver;
    private readonly ChatMessages[] _chats;
    private byte[][] _data = [];
    private byte[]?[] _answerData = [];

    public ReceiveJob(ReceiveSlice slice, PersonHashes people, CancellationToken cancellation) : base(slice, cancellation)
    {
        (_batch, _answers, _people, _ownerTakesOver) = (slice.Batch, slice.Answers, people, slice.OwnerTakesOver);
        OneByOne = !_batch.Updates.All(IsPlain) || HasRepeats(_batch.Updates);
        _chats = OneByOne ? [] : [.. _batch.Updates.Cast<MessageArrived>().GroupBy(message => message.Chat).OrderBy(chat => chat.Key.Value).Select(chat => new ChatMessages(chat))];
        Chats = OneByOne ? [.. _batch.Updates.SelectMany(ReceiveJson.ChatsOf).Distinct()] : [.. _chats.Select(chat => chat.Id)];
    }

    public override IReadOnlyList<ChatId> Chats { get; }
    public override int Rows => _batch.Updates.Length;

    /// <summary>The cursor goes to where the last batch left it: they keep their order.</summary>
    public override long Place => 0;

    protected override void Encode(TextEncoding encode)
    {
        IEnumerable<InboundUpdate> updates = _chats.Length > 0 ? _chats.SelectMany(chat => chat.Messages) : _batch.Updates;
        _data = [.. updates.Select(update => encode(ReceiveJson.TextOf(update), ReceiveJson.DetailsOf(update)))];
        _answerData = [.. _chats.Length > 0 ? [] : _batch.Updates.Select(update => ReceiveJson.AnswerTo(update, _answers) is { } text ? encode(text, replyTo: ReceiveJson.TargetOf(update)) : null)];
    }

    protected override int AddToSets(CommitGroup group, int bot)
    {
        var (messages, chats) = (group.Parameters.Messages, group.Parameters.Chats);
        var before = messages.Bot.Count;
        var next = 0;
        foreach (var chat in _chats)
        {
            var person = _people.Of(Bot, chat.Id);
            foreach (var message in chat.Messages)
            {
                group.Parameters.MessagePersons.Add(person);
                messages.Bot.Add(bot);
                messages.Chat.Add(message.Chat.Value);
                messages.Source.Add(message.SourceId);
                messages.Kind.Add((short)message.Kind);
                messages.ReplyTo.Add(message.ReplyToSourceId ?? 0);
                messages.At.Add(message.At.UtcDateTime);
                messages.Data.Add(_data[next++]);
            }

            chats.Bot.Add(bot);
            chats.Chat.Add(chat.Id.Value);
            chats.Count.Add(chat.Messages.Length);
            chats.Last.Add(before + next);
            chats.Name.Add(chat.Name);
            chats.Language.Add(chat.Language);
        }

        group.MoveCursor(bot, _batch.Cursor, _batch.Updates.Length);
        return before;
    }

    protected override Received? FromSets(CommitAnswer answer, MessageCodec codec)
    {
        if (answer.GoesOneByOne(BotAt)) return null;
        var last = Position;
        var advances = new List<ChatAdvance>(_chats.Length);
        foreach (var chat in _chats)
        {
            var first = last + 1;
            last += chat.Messages.Length;
            var version = answer.VersionAt(last);
            advances.Add(new ChatAdvance
            {
                Chat = chat.Id,
                FromVersion = version - chat.Messages.Length,
                Version = version,
                Messages = [.. chat.Messages.Select((message, index) => Stored(message, answer.IdOfMessage(first + index), answer.Now))],
                ContactName = chat.Name,
                LanguageCode = chat.Language,
            });
        }

        return new Received { Chats = advances, Stored = _batch.Updates.Length };
    }

    /// <summary>A bot's batches of which one holds a repeat are left out of the sets: nothing of this one is stored yet.</summary>
    protected override string Describe()
    {
        if (_chats.Length == 0) return ReceiveJson.Describe(Bot, _batch, _people, _data, _answerData, _ownerTakesOver);
        UpdateBatch ordered = _batch with { Updates = [.. _chats.SelectMany(chat => chat.Messages)] };
        return ReceiveJson.Describe(Bot, ordered, _people, _data, new byte[]?[_data.Length], _ownerTakesOver);
    }

    protected override Received Read(JsonElement step, MessageCodec codec) => ReceiveJson.Read(step, Bot, codec);

    private static InboxMessage Stored(MessageArrived message, long id, DateTimeOffset now) => new()
    {
        Id = id,
        SourceId = message.SourceId,
        Kind = message.Kind,
        Text = StorableText.Clean(message.Text),
        At = StoreTime.FromMicros(message.At.ToMicros()),
        StoredAt = now,
        Details = message.Details,
    };

    private static bool IsPlain(InboundUpdate update) => update is MessageArrived { Intent: Intent.None, Unreadable: null };

    private static bool HasRepeats(InboundUpdate[] plain) =>
        plain.Length > 1 && plain.Cast<MessageArrived>().Select(message => (message.Chat, message.SourceId)).Distinct().Count() < plain.Length;

    private sealed class ChatMessages(IGrouping<ChatId, MessageArrived> messages)
    {
        public ChatId Id => messages.Key;
        public MessageArrived[] Messages { get; } = [.. messages];
        public string? Name { get; } = Last(messages, message => message.SenderName);
        public string? Language { get; } = Last(messages, message => message.LanguageCode);

        private static string? Last(IEnumerable<MessageArrived> messages, Func<MessageArrived, string?> of) =>
            messages.Select(of).LastOrDefault(text => text is not null) is { } last ? StorableText.Clean(last) : null;
    }
}
