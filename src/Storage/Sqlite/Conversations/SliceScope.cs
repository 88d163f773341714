using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Sqlite.Events;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>One slice being applied inside its savepoint: who writes, when, and the bot's counters as the slice moves them.</summary>
internal sealed class SliceScope(SqliteSession session, MessageCodec codec, PersonHashes people, Slice slice, long now, bool sealMessages)
{
    private const string AddCounters =
        """
        UPDATE telegram_sessions SET received = received + ?2, sent = sent + ?3, uncertain = uncertain + ?4, parked = parked + ?5,
            rejected = rejected + ?6
        WHERE bot_id = ?1
        """;

    private const string AddDecision =
        "INSERT INTO decisions (bot_id, chat_id, turn, kind, reason, at, inputs, prompt, calls) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, COALESCE(?8, (SELECT prompt FROM decisions WHERE id = ?9 AND bot_id = ?1)), ?10)";

    public SqliteSession Session => session;
    public BotId Bot => slice.Bot;
    public long Epoch => slice.Epoch;

    /// <summary>The store's time, the same for everything the slice writes.</summary>
    public long Now => now;

    /// <summary>Rows that one transaction erases at most.</summary>
    public required int EraseChunk { get; init; }

    public long Received { get; set; }
    public long Sent { get; set; }
    public long Uncertain { get; set; }
    public long Parked { get; set; }
    public long Rejected { get; set; }

    public byte[] Encode(string text, MessageDetails? details = null) => codec.Encode(Bot, text, sealMessages, details);

    public byte[] Encode(TurnPart part) => codec.Encode(Bot, part.Text, sealMessages, part.Entities, part.ReplyTo);

    public string Decode(ReadOnlySpan<byte> bytes) => codec.Decode(Bot, bytes);

    /// <summary>By which an erased person of this bot is known.</summary>
    public byte[] PersonOf(ChatId chat) => people.Of(Bot, chat);

    public bool IsDoNotContact(ChatId chat) => DoNotContactRows.Holds(session, people.Of(chat), now);

    public (string Text, MessageDetails? Details) Read(ReadOnlySpan<byte> bytes) => codec.Read(Bot, bytes);

    public FormattedData ReadFormatted(ReadOnlySpan<byte> bytes) => codec.ReadFormatted(Bot, bytes);

    public void Log(string type, ChatId chat, string data) => EventRows.Add(session, type, Bot, chat, now, data);

    /// <param name="decision">What was decided; null: nothing.</param>
    /// <param name="chat">Where.</param>
    /// <param name="turn">The turn it belongs to, or the last one before it.</param>
    /// <param name="promptOf">The decision whose prompt it shares.</param>
    public void Log(Decision? decision, ChatId chat, long turn, long? promptOf = null)
    {
        if (decision is null) return;
        var prompt = decision.Prompt is { } text ? Encode(text) : null;
        var calls = ToolRecordJson.Write(decision.Calls) is { } json ? Encode(json) : null;
        session.Execute(AddDecision, Bot, chat, turn, (long)decision.Kind, decision.Reason, now, DecisionJson.Write(decision.Inputs), prompt, promptOf, calls);
    }

    public void SaveCounters()
    {
        if ((Received | Sent | Uncertain | Parked | Rejected) != 0)
            session.Execute(AddCounters, Bot, Received, Sent, Uncertain, Parked, Rejected);
    }
}
