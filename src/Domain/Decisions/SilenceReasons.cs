using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Decisions;

/// <summary>Why the persona is silent in a chat's mode. Told when the mode begins, not for each message in it.</summary>
public static class SilenceReasons
{
    /// <summary>Null: the persona is not.</summary>
    public static Decision? Of(ChatMode mode) => CodeOf(mode) is { } code ? new Decision { Kind = DecisionKind.Silent, Reason = code } : null;

    private static string? CodeOf(ChatMode mode) => mode switch
    {
        ChatMode.Human => "chat.human",
        ChatMode.Paused => "chat.paused",
        ChatMode.OptedOut => "chat.opted_out",
        ChatMode.Blocked => "chat.blocked",
        _ => null,
    };
}
