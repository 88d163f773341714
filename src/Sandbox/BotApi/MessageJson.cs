using System.Text.Json;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>User, Chat and Message objects of the Bot API.</summary>
internal static class MessageJson
{
    public static void WriteBot(Utf8JsonWriter json, SandboxBot bot)
    {
        json.WriteNumber("id"u8, bot.Id);
        json.WriteBoolean("is_bot"u8, true);
        json.WriteString("first_name"u8, bot.FirstName);
        json.WriteString("username"u8, bot.Username);
    }

    public static void WritePerson(Utf8JsonWriter json, Person person)
    {
        json.WriteNumber("id"u8, person.Id);
        json.WriteBoolean("is_bot"u8, false);
        WriteNames(json, person);
        if (person.LanguageCode is not null)
            json.WriteString("language_code"u8, person.LanguageCode);
    }

    /// <summary>The fields that Chat and ChatFullInfo begin with.</summary>
    public static void WriteChat(Utf8JsonWriter json, Chat chat)
    {
        json.WriteNumber("id"u8, chat.Id);
        json.WriteString("type"u8, Name(chat.Type));
        if (chat.Type is not ChatType.Private)
            json.WriteString("title"u8, chat.Title ?? "Group");
        else if (chat.Person is { } person)
            WriteNames(json, person);
    }

    public static void WriteMessage(Utf8JsonWriter json, SandboxBot bot, Chat chat, ChatEntry entry)
    {
        json.WriteStartObject();
        WriteHead(json, bot, chat, entry);
        if (entry.ReplyTo is { Deleted: false } replyTo)
        {
            json.WritePropertyName("reply_to_message"u8);
            WriteReplied(json, bot, chat, replyTo);
        }

        WriteContent(json, entry);
        json.WriteEndObject();
    }

    public static string Name(ChatType type) => type switch
    {
        ChatType.Group => "group",
        ChatType.Supergroup => "supergroup",
        _ => "private",
    };

    /// <summary>A replied message does not carry the one that it replies to.</summary>
    private static void WriteReplied(Utf8JsonWriter json, SandboxBot bot, Chat chat, ChatEntry entry)
    {
        json.WriteStartObject();
        WriteHead(json, bot, chat, entry);
        WriteContent(json, entry);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, SandboxBot bot, Chat chat, ChatEntry entry)
    {
        json.WriteNumber("message_id"u8, entry.Id);
        json.WriteStartObject("from"u8);
        if (entry.SenderChat is { } sender)
            WriteStandIn(json, sender, chat);
        else if (entry.From is { } person)
            WritePerson(json, person);
        else
            WriteBot(json, bot);
        json.WriteEndObject();
        if (entry.SenderChat is { } name)
            WriteSenderChat(json, name, chat);
        json.WriteStartObject("chat"u8);
        WriteChat(json, chat);
        json.WriteEndObject();
        json.WriteNumber("date"u8, entry.At.ToUnixTimeSeconds());
        if (entry.EditedAt is { } edited)
            json.WriteNumber("edit_date"u8, edited.ToUnixTimeSeconds());
        if (entry.ForwardedFrom is { } author)
            WriteForwardOrigin(json, author, entry.At);
    }

    /// <summary>The accounts by which Telegram stands in for who does not write as themselves (core.telegram.org/bots/api#message).</summary>
    private static void WriteStandIn(Utf8JsonWriter json, NamedChat sender, Chat chat)
    {
        var isGroup = sender.Id == chat.Id;
        json.WriteNumber("id"u8, isGroup ? 1_087_968_824 : 136_817_688);
        json.WriteBoolean("is_bot"u8, true);
        json.WriteString("first_name"u8, isGroup ? "Group"u8 : "Channel"u8);
        json.WriteString("username"u8, isGroup ? "GroupAnonymousBot"u8 : "Channel_Bot"u8);
    }

    private static void WriteSenderChat(Utf8JsonWriter json, NamedChat sender, Chat chat)
    {
        json.WriteStartObject("sender_chat"u8);
        json.WriteNumber("id"u8, sender.Id);
        json.WriteString("type"u8, sender.Id == chat.Id ? Name(chat.Type) : "channel");
        json.WriteString("title"u8, sender.Title);
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, ChatEntry entry)
    {
        if (entry.Kind is MessageKind.Text)
        {
            json.WriteString("text"u8, entry.Text);
            EntityJson.Write(json, "entities"u8, entry.Text!, entry.Marks);
            return;
        }

        MediaJson.Write(json, entry);
        if (string.IsNullOrEmpty(entry.Text))
            return;
        json.WriteString("caption"u8, entry.Text);
        EntityJson.Write(json, "caption_entities"u8, entry.Text, entry.Marks);
    }

    private static void WriteForwardOrigin(Utf8JsonWriter json, string author, DateTimeOffset at)
    {
        json.WriteStartObject("forward_origin"u8);
        json.WriteString("type"u8, "hidden_user"u8);
        json.WriteNumber("date"u8, at.ToUnixTimeSeconds());
        json.WriteString("sender_user_name"u8, author);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, Person person)
    {
        json.WriteString("first_name"u8, person.FirstName);
        if (person.LastName is not null)
            json.WriteString("last_name"u8, person.LastName);
        if (person.Username is not null)
            json.WriteString("username"u8, person.Username);
    }
}
