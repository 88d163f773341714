using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Events;

/// <summary>Writes events into the transaction of the fact.</summary>
internal static class EventRows
{
    private const string Insert = "INSERT INTO events (bot_id, chat_id, type, at, data) VALUES (?1, ?2, ?3, ?4, ?5)";

    public static void Add(SqliteSession session, string type, BotId bot, ChatId? chat, long at, string data = "{}")
    {
        session.Execute(Insert, bot, chat?.Value, type, at, data);
        session.HasWrittenEvents = true;
    }
}
