using System.Text.Json;
using MultiBot.Domain.Messages;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>Why a bot's slices were left out of a group.</summary>
internal enum BotRefusal
{
    None = 0,

    /// <summary>The epoch is not the living lease's, or the bot is removed or unknown.</summary>
    Stale = 1,

    /// <summary>The bot seals its messages now, or does not any more.</summary>
    SealedOtherwise = 2,

    /// <summary>Somebody is just taking the lease over.</summary>
    Locked = 3,
}

/// <summary>What <c>commit_slices</c> answered, by the positions of its parameters.</summary>
internal sealed class CommitAnswer
{
    private readonly (BotRefusal Why, long Epoch)[] _bots;
    private readonly bool[] _oneByOne;
    private readonly long[] _versions;
    private readonly long[] _turns;
    private readonly SentRow?[] _sent;
    private readonly JsonElement?[] _steps;
    private readonly int _messages;
    private long _base;

    private CommitAnswer(CommitParameters asked)
    {
        _messages = asked.Messages.Bot.Count;
        _bots = new (BotRefusal, long)[asked.Bots.Id.Count + 1];
        _oneByOne = new bool[asked.Bots.Id.Count + 1];
        _versions = new long[_messages + 1];
        _turns = new long[asked.Turns.Bot.Count + 1];
        _sent = new SentRow?[asked.Sent.Bot.Count + 1];
        _steps = new JsonElement?[asked.Steps.Bot.Count + 1];
    }

    /// <summary>The database's time of everything the group wrote.</summary>
    public DateTimeOffset Now { get; private set; }

    public (BotRefusal Why, long Epoch) RefusalOf(int bot) => _bots[bot];

    /// <summary>One of the bot's messages is here already, or was edited before it came: its batches are looked at one by one.</summary>
    public bool GoesOneByOne(int bot) => _oneByOne[bot];

    /// <summary>The version of the chat whose last message is at this position.</summary>
    public long VersionAt(int lastMessage) => _versions[lastMessage];

    /// <summary>0: not accepted.</summary>
    public long TurnAt(int turn) => _turns[turn];

    public SentRow? SentAt(int sent) => _sent[sent];

    /// <summary>Null: in conflict.</summary>
    public JsonElement? StepAt(int step) => _steps[step];

    public long IdOfMessage(int message) => _base + message;
    public long IdOfPart(int part) => _base + _messages + part;

    public static async Task<CommitAnswer> ReadAsync(NpgsqlDataReader rows, CommitParameters asked)
    {
        var answer = new CommitAnswer(asked);
        while (await rows.ReadAsync()) answer.Take(rows);
        return answer;
    }

    private void Take(NpgsqlDataReader row)
    {
        var position = row.GetInt32(1);
        switch (row.GetChar(0))
        {
            case 'b': _bots[position] = ((BotRefusal)row.GetInt32(3), row.GetInt64(2)); break;
            case 'a': _oneByOne[position] = true; break;
            case 'n': (_base, Now) = (row.GetInt64(2), row.Time(8)); break;
            case 'c': _versions[position] = row.GetInt64(2); break;
            case 't': _turns[position] = row.GetInt64(2); break;
            case 'o': _sent[position] = SentRow.Read(row); break;
            case 's' when !row.IsDBNull(10): _steps[position] = JsonSerializer.Deserialize<JsonElement>(row.GetString(10)); break;
        }
    }

    /// <summary>A row of ours that stands as sent now; the message's id is known to who asked.</summary>
    internal sealed record SentRow(long Turn, int Part, Author By, int Attempt, long Epoch, DateTimeOffset? ClaimedAt, byte[] Data)
    {
        public static SentRow Read(NpgsqlDataReader row) => new(
            row.GetInt64(2), row.GetInt32(3), (Author)row.GetInt16(4), row.GetInt32(5), row.GetInt64(6), row.TimeOrNull(7), row.Bytes(9));
    }
}
