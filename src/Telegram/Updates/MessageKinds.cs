using MultiBot.Domain.Messages;
using Telegram.Bot.Types.Enums;

namespace MultiBot.Telegram.Updates;

/// <summary>Which of the library's message types a person's message can have. All others are service messages.</summary>
internal static class MessageKinds
{
    public static MessageKind? Of(MessageType type) => type switch
    {
        MessageType.Text => MessageKind.Text,
        MessageType.Photo or MessageType.LivePhoto => MessageKind.Photo,
        MessageType.Voice => MessageKind.Voice,
        MessageType.Audio => MessageKind.Audio,
        MessageType.Video => MessageKind.Video,
        MessageType.VideoNote => MessageKind.VideoNote,
        MessageType.Animation => MessageKind.Animation,
        MessageType.Document => MessageKind.Document,
        MessageType.Sticker => MessageKind.Sticker,
        MessageType.Location or MessageType.Venue => MessageKind.Location,
        MessageType.Contact => MessageKind.Contact,
        MessageType.Poll => MessageKind.Poll,
        MessageType.Dice or MessageType.Game or MessageType.Story or MessageType.PaidMedia or MessageType.Checklist
            or MessageType.Invoice or MessageType.Giveaway or MessageType.RichMessage => MessageKind.Other,
        _ => null,
    };
}
