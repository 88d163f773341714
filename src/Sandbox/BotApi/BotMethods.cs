using System.Collections.Frozen;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>Every method the sandbox knows. Names are not case-sensitive, as on Telegram.</summary>
internal static class BotMethods
{
    public static FrozenDictionary<string, BotMethod> All { get; } = new Dictionary<string, BotMethod>
    {
        ["getMe"] = AccountMethods.GetMe,
        ["logOut"] = AccountMethods.Accept,
        ["close"] = AccountMethods.Accept,
        ["getUpdates"] = UpdateMethods.GetUpdates,
        ["setWebhook"] = UpdateMethods.SetWebhook,
        ["deleteWebhook"] = UpdateMethods.DeleteWebhook,
        ["getWebhookInfo"] = UpdateMethods.GetWebhookInfo,
        ["sendMessage"] = SendMethods.SendMessage,
        ["sendPhoto"] = SendMethods.SendMedia(MessageKind.Photo, "photo"),
        ["sendVoice"] = SendMethods.SendMedia(MessageKind.Voice, "voice"),
        ["sendAudio"] = SendMethods.SendMedia(MessageKind.Audio, "audio"),
        ["sendVideo"] = SendMethods.SendMedia(MessageKind.Video, "video"),
        ["sendVideoNote"] = SendMethods.SendMedia(MessageKind.VideoNote, "video_note"),
        ["sendAnimation"] = SendMethods.SendMedia(MessageKind.Animation, "animation"),
        ["sendSticker"] = SendMethods.SendMedia(MessageKind.Sticker, "sticker"),
        ["sendDocument"] = SendMethods.SendMedia(MessageKind.Document, "document"),
        ["sendChatAction"] = SendMethods.SendChatAction,
        ["editMessageText"] = EditMethods.EditMessageText,
        ["deleteMessage"] = EditMethods.DeleteMessage,
        ["deleteMessages"] = EditMethods.DeleteMessages,
        ["getFile"] = FileMethods.GetFile,
        ["getChat"] = AccountMethods.GetChat,
        ["setMyCommands"] = AccountMethods.SetMyCommands,
        ["getMyCommands"] = AccountMethods.GetMyCommands,
        ["deleteMyCommands"] = AccountMethods.DeleteMyCommands,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A method in its own spelling.</summary>
    public static FrozenDictionary<string, string> Names { get; } =
        All.Keys.ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase);
}
