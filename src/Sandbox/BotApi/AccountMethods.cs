using System.Text.Json;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>getMe, getChat, the command lists, logOut and close.</summary>
internal static class AccountMethods
{
    private const int MostCommands = 100;
    private const int LongestCommand = 32;
    private const int LongestDescription = 256;

    public static ValueTask<BotApiAnswer> GetMe(BotCall call)
    {
        lock (call.Bot.Gate)
        {
            return ValueTask.FromResult(BotApiAnswer.Of(call.Bot, static (json, bot) =>
            {
                json.WriteStartObject();
                MessageJson.WriteBot(json, bot);
                json.WriteBoolean("can_join_groups"u8, true);
                json.WriteBoolean("can_read_all_group_messages"u8, true);
                json.WriteBoolean("supports_inline_queries"u8, false);
                json.WriteBoolean("can_connect_to_business"u8, false);
                json.WriteBoolean("has_main_web_app"u8, false);
                json.WriteEndObject();
            }));
        }
    }

    public static ValueTask<BotApiAnswer> GetChat(BotCall call)
    {
        lock (call.Bot.Gate)
        {
            var (chat, refusal) = ChatAccess.Read(call);
            return ValueTask.FromResult(refusal is not null ? BotApiAnswer.Of(refusal) : BotApiAnswer.Of(chat!, WriteFullInfo));
        }
    }

    public static ValueTask<BotApiAnswer> SetMyCommands(BotCall call)
    {
        if (call.Arguments.Json("commands") is not { ValueKind: JsonValueKind.Array } list
            || list.GetArrayLength() > MostCommands
            || !list.EnumerateArray().All(IsCommand))
            return ValueTask.FromResult(BotApiAnswer.Of(BotApiError.CommandInvalid));
        lock (call.Bot.Gate)
            call.Bot.Commands[CommandKey(call)] = list.GetRawText();
        return ValueTask.FromResult(BotApiAnswer.True);
    }

    public static ValueTask<BotApiAnswer> GetMyCommands(BotCall call)
    {
        lock (call.Bot.Gate)
        {
            var list = call.Bot.Commands.GetValueOrDefault(CommandKey(call), "[]");
            return ValueTask.FromResult(BotApiAnswer.Of(list, static (json, text) => json.WriteRawValue(text)));
        }
    }

    public static ValueTask<BotApiAnswer> DeleteMyCommands(BotCall call)
    {
        lock (call.Bot.Gate)
            call.Bot.Commands.Remove(CommandKey(call));
        return ValueTask.FromResult(BotApiAnswer.True);
    }

    /// <summary>Accepted without an effect: there is no other server to move to.</summary>
    public static ValueTask<BotApiAnswer> Accept(BotCall call) => ValueTask.FromResult(BotApiAnswer.True);

    private static void WriteFullInfo(Utf8JsonWriter json, Chat chat)
    {
        json.WriteStartObject();
        MessageJson.WriteChat(json, chat);
        json.WriteNumber("accent_color_id"u8, Math.Abs(chat.Id % 7));
        json.WriteNumber("max_reaction_count"u8, 11);
        json.WriteStartObject("accepted_gift_types"u8);
        foreach (var gift in new[] { "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels" })
            json.WriteBoolean(gift, true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static (string? Scope, string? Language) CommandKey(BotCall call) =>
        (call.Arguments.Text("scope") is { } scope && scope != """{"type":"default"}""" ? scope : null, call.Arguments.Text("language_code") is { Length: > 0 } code ? code : null);

    private static bool IsCommand(JsonElement command) =>
        command.ValueKind is JsonValueKind.Object
        && TextOf(command, "command") is { Length: > 0 and <= LongestCommand } name
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_')
        && TextOf(command, "description") is { Length: > 0 and <= LongestDescription };

    private static string? TextOf(JsonElement command, string property) =>
        command.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
