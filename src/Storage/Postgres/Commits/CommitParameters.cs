using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>The parameters of <c>commit_slices</c>, in its order: arrays that belong together position by position, which count from 1.</summary>
internal sealed class CommitParameters
{
    private readonly List<(System.Collections.IList List, NpgsqlParameter Parameter)> _all = [];

    public CommitParameters()
    {
        Bots = new(Add<string>(NpgsqlDbType.Text), Add<long>(NpgsqlDbType.Bigint), Add<bool?>(NpgsqlDbType.Boolean));
        Cursors = new(Add<int>(NpgsqlDbType.Integer), Add<long>(NpgsqlDbType.Bigint), Add<int>(NpgsqlDbType.Integer));
        Messages = new(
            Add<int>(NpgsqlDbType.Integer), Add<long>(NpgsqlDbType.Bigint), Add<long>(NpgsqlDbType.Bigint), Add<short>(NpgsqlDbType.Smallint),
            Add<long>(NpgsqlDbType.Bigint), Add<DateTime>(NpgsqlDbType.TimestampTz), Add<byte[]>(NpgsqlDbType.Bytea));
        Chats = new(
            Add<int>(NpgsqlDbType.Integer), Add<long>(NpgsqlDbType.Bigint), Add<int>(NpgsqlDbType.Integer), Add<int>(NpgsqlDbType.Integer),
            Add<string?>(NpgsqlDbType.Text), Add<string?>(NpgsqlDbType.Text));
        Turns = new(
            Add<int>(NpgsqlDbType.Integer), Add<long>(NpgsqlDbType.Bigint), Add<Guid>(NpgsqlDbType.Uuid), Add<long>(NpgsqlDbType.Bigint),
            Add<long>(NpgsqlDbType.Bigint), Add<long>(NpgsqlDbType.Bigint), Add<bool>(NpgsqlDbType.Boolean), Add<DateTime?>(NpgsqlDbType.TimestampTz),
            Add<int>(NpgsqlDbType.Integer));
        Parts = new(Add<int>(NpgsqlDbType.Integer), Add<int>(NpgsqlDbType.Integer), Add<bool>(NpgsqlDbType.Boolean), Add<byte[]>(NpgsqlDbType.Bytea));
        Sent = new(
            Add<int>(NpgsqlDbType.Integer), Add<long>(NpgsqlDbType.Bigint), Add<long>(NpgsqlDbType.Bigint), Add<int>(NpgsqlDbType.Integer),
            Add<long>(NpgsqlDbType.Bigint), Add<long>(NpgsqlDbType.Bigint), Add<string?>(NpgsqlDbType.Text));
        Steps = new(Add<int>(NpgsqlDbType.Integer), Add<string>(NpgsqlDbType.Jsonb));
        SentFigures = new(Add<long?>(NpgsqlDbType.Bigint), Add<int?>(NpgsqlDbType.Integer), Add<int?>(NpgsqlDbType.Integer));
        Decisions = new(
            Add<int>(NpgsqlDbType.Integer), Add<short>(NpgsqlDbType.Smallint), Add<string>(NpgsqlDbType.Text), Add<string>(NpgsqlDbType.Text),
            Add<byte[]?>(NpgsqlDbType.Bytea));
        MessagePersons = Add<byte[]>(NpgsqlDbType.Bytea);
        TurnContacts = Add<byte[]>(NpgsqlDbType.Bytea);
    }

    public BotColumns Bots { get; }
    public CursorColumns Cursors { get; }
    public MessageColumns Messages { get; }
    public ChatColumns Chats { get; }
    public TurnColumns Turns { get; }
    public PartColumns Parts { get; }
    public SentColumns Sent { get; }
    public StepColumns Steps { get; }
    public SentFigureColumns SentFigures { get; }
    public DecisionColumns Decisions { get; }

    /// <summary>At the positions of <see cref="MessageColumns"/>: by what an erased person is known.</summary>
    public List<byte[]> MessagePersons { get; }

    /// <summary>At the positions of <see cref="TurnColumns"/>: by what a person stands on the list of those whom no bot may write to.</summary>
    public List<byte[]> TurnContacts { get; }

    /// <summary>Replies are an event only once they are sent.</summary>
    public bool MayWriteEvents => Messages.Bot.Count + Sent.Bot.Count + Steps.Bot.Count > 0;

    /// <summary>The call, with a placeholder for each parameter.</summary>
    public string Sql =>
        $"SELECT * FROM commit_slices({string.Join(',', Enumerable.Range(1, _all.Count).Select(at => string.Create(CultureInfo.InvariantCulture, $"${at}")))})";

    public void Clear()
    {
        foreach (var (list, _) in _all) list.Clear();
    }

    public void Bind(NpgsqlCommand command)
    {
        foreach (var (_, parameter) in _all) command.Parameters.Add(parameter.Clone());
    }

    private List<T> Add<T>(NpgsqlDbType type)
    {
        var list = new List<T>();
        _all.Add((list, new NpgsqlParameter<List<T>> { TypedValue = list, NpgsqlDbType = NpgsqlDbType.Array | type }));
        return list;
    }

    internal readonly record struct BotColumns(List<string> Id, List<long> Epoch, List<bool?> Sealed);

    /// <summary>A bot stands here once. <paramref name="Updates"/>: how many messages came with the cursor; more than zero also says that the account hears something.</summary>
    internal readonly record struct CursorColumns(List<int> Bot, List<long> Next, List<int> Updates);

    internal readonly record struct MessageColumns(
        List<int> Bot, List<long> Chat, List<long> Source, List<short> Kind, List<long> ReplyTo, List<DateTime> At, List<byte[]> Data);

    /// <summary>A chat's messages stand together; <paramref name="Last"/> is the position of the last one.</summary>
    internal readonly record struct ChatColumns(
        List<int> Bot, List<long> Chat, List<int> Count, List<int> Last, List<string?> Name, List<string?> Language);

    internal readonly record struct TurnColumns(
        List<int> Bot, List<long> Chat, List<Guid> Id, List<long> Version, List<long> Turn, List<long> Answered, List<bool> Discloses,
        List<DateTime?> Expires, List<int> Parts);

    internal readonly record struct PartColumns(List<int> Turn, List<int> Part, List<bool> Now, List<byte[]> Data);

    internal readonly record struct SentColumns(
        List<int> Bot, List<long> Chat, List<long> Row, List<int> Attempt, List<long> Epoch, List<long> Source, List<string?> Code);

    internal readonly record struct StepColumns(List<int> Bot, List<string> Slice);

    /// <summary>At the positions of <see cref="SentColumns"/>. They stand last, for a silo of an older build calls without them.</summary>
    internal readonly record struct SentFigureColumns(List<long?> Waited, List<int?> InputTokens, List<int?> OutputTokens);

    /// <summary><paramref name="Turn"/>: the position of the turn that it belongs to.</summary>
    internal readonly record struct DecisionColumns(List<int> Turn, List<short> Kind, List<string> Reason, List<string> Inputs, List<byte[]?> Prompt);
}
