using System.Text.Json;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>my_chat_member updates and the service message of a group that moved.</summary>
internal static class MemberJson
{
    public static void WriteUpdate(Utf8JsonWriter json, (SandboxBot Bot, Chat Chat, Person By, bool Blocked, DateTimeOffset At) change)
    {
        json.WriteStartObject("my_chat_member"u8);
        WriteWhere(json, change.Chat, change.By, change.At);
        WriteMember(json, "old_chat_member"u8, change.Bot, kicked: !change.Blocked);
        WriteMember(json, "new_chat_member"u8, change.Bot, kicked: change.Blocked);
        json.WriteEndObject();
    }

    public static void WriteMigration(Utf8JsonWriter json, (SandboxBot Bot, Chat Chat, int Id, long NewChatId, DateTimeOffset At) move)
    {
        json.WriteStartObject("message"u8);
        json.WriteNumber("message_id"u8, move.Id);
        WriteWhere(json, move.Chat, move.Chat.Person ?? new Person(1, "Administrator"), move.At);
        json.WriteNumber("migrate_to_chat_id"u8, move.NewChatId);
        json.WriteEndObject();
    }

    private static void WriteWhere(Utf8JsonWriter json, Chat chat, Person by, DateTimeOffset at)
    {
        json.WriteStartObject("chat"u8);
        MessageJson.WriteChat(json, chat);
        json.WriteEndObject();
        json.WriteStartObject("from"u8);
        MessageJson.WritePerson(json, by);
        json.WriteEndObject();
        json.WriteNumber("date"u8, at.ToUnixTimeSeconds());
    }

    private static void WriteMember(Utf8JsonWriter json, ReadOnlySpan<byte> property, SandboxBot bot, bool kicked)
    {
        json.WriteStartObject(property);
        json.WriteStartObject("user"u8);
        MessageJson.WriteBot(json, bot);
        json.WriteEndObject();
        json.WriteString("status"u8, kicked ? "kicked"u8 : "member"u8);
        if (kicked)
            json.WriteNumber("until_date"u8, 0);
        json.WriteEndObject();
    }
}
