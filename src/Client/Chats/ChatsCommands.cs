using System.CommandLine;
using MultiBot.Client.Commands;

namespace MultiBot.Client.Chats;

/// <summary><c>multibot chats …</c></summary>
internal static class ChatsCommands
{
    public static Command Create(CommandRunner runner) => new("chats", "Read chats, write in them, and say who speaks for the bot")
    {
        ListChats.Create(runner),
        ShowChat.Create(runner),
        EditContact.Create(runner),
        ListDrafts.Create(runner),
        ApproveDraft.Create(runner),
        RejectDraft.Create(runner),
        SendToChat.Create(runner),
        StartTalk.Create(runner),
        ChatModeCommands.Create(runner, "takeover", "A human speaks; what the persona had waiting is cancelled", chat => chat.TakeOver()),
        ChatModeCommands.Create(runner, "handback", "The persona speaks again; what was written meanwhile stays with the human", chat => chat.HandBack()),
        ChatModeCommands.Create(runner, "pause", "The persona is silent for now", chat => chat.Pause()),
        ExportChat.Create(runner),
        EraseChat.Create(runner),
        ChatModeCommands.Create(runner, "resume", "The persona answers again, also what came meanwhile", chat => chat.Resume()),
    };
}
