using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Commands;

/// <summary>
/// Tells the admin's commands from all else, before anything is stored: what a message is, it stays. Only text counts that the admin wrote
/// in the admin's chat; a caption is none, nor are somebody else's words that were passed on. Where the admin's chat is a group it takes
/// notices and no commands: whoever is in a group would command the bot.
/// </summary>
public static class CommandIntake
{
    /// <param name="batch">As the session brought it.</param>
    /// <param name="adminChat">The bot's <c>adminChatId</c>; null: nobody commands it.</param>
    /// <returns>The batch itself when there is no command in it.</returns>
    public static UpdateBatch Mark(UpdateBatch batch, long? adminChat) =>
        adminChat is { } chat && batch.Updates.Any(update => IsCommand(update, chat))
            ? batch with { Updates = [.. batch.Updates.Select(update => IsCommand(update, chat) ? (MessageArrived)update with { Intent = Intent.Command } : update)] }
            : batch;

    private static bool IsCommand(InboundUpdate update, long adminChat) =>
        update is MessageArrived { Kind: MessageKind.Text, Unreadable: null, Forwarded: false } message
        && message.Chat.Value == adminChat
        && !message.Chat.IsGroup
        && CommandParser.IsCommand(message.Text);
}
