using MultiBot.Domain.Messages;

namespace MultiBot.Replies.Prompts;

/// <summary>How something that is not text is told to a model that reads text only. Pure.</summary>
internal static class MediaWords
{
    public static string Describe(MessageKind kind, string text)
    {
        if (kind is MessageKind.Text && text.Length > 0) return text;
        var words = $"[sent {Noun(kind)}]";
        return text.Length == 0 ? words : $"{words} {text}";
    }

    private static string Noun(MessageKind kind) => kind switch
    {
        MessageKind.Text => "an empty message",
        MessageKind.Photo => "a photo",
        MessageKind.Voice => "a voice message",
        MessageKind.Audio => "an audio file",
        MessageKind.Video => "a video",
        MessageKind.VideoNote => "a video message",
        MessageKind.Animation => "an animation",
        MessageKind.Document => "a file",
        MessageKind.Sticker => "a sticker",
        MessageKind.Location => "a location",
        MessageKind.Contact => "a contact",
        MessageKind.Poll => "a poll",
        _ => "something that cannot be shown here",
    };
}
