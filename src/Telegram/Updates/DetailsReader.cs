using MultiBot.Domain.Messages;
using Telegram.Bot.Types;

namespace MultiBot.Telegram.Updates;

/// <summary>What a message is beside kind and text, in bounded lengths. Other people's phone numbers and user names are left out: no reply needs them.</summary>
internal static class DetailsReader
{
    /// <summary>Telegram's ids have some 70 to 100 characters; one that is longer is none.</summary>
    private const int LongestFileId = 300;
    private const int LongestName = 100;
    private const int LongestQuote = 300;

    /// <summary>Pixels. Telegram keeps each photo in several sizes; models scale down what is larger.</summary>
    private const int WidestPhoto = 1_280;

    public static MessageDetails? Of(Message message)
    {
        var content = Content(message);
        var replied = message.ReplyToMessage;
        return (content with
        {
            ForwardedFrom = Line(AuthorOf(message.ForwardOrigin), LongestName),
            Quote = Line(message.Quote?.Text ?? replied?.Text ?? replied?.Caption, LongestQuote),
            QuotesBot = replied?.From is { IsBot: true },
        }).OrNull();
    }

    private static MessageDetails Content(Message message) => message switch
    {
        { Photo: { Length: > 0 } sizes } => Photo(sizes),
        { Voice: { } voice } => File(voice, mime: voice.MimeType, seconds: voice.Duration),
        { Audio: { } audio } => File(audio, audio.FileName, audio.MimeType, audio.Duration) with { Title = Line($"{audio.Performer} {audio.Title}", LongestName) },
        { VideoNote: { } note } => File(note, seconds: note.Duration),
        { Animation: { } animation } => File(animation, animation.FileName, animation.MimeType, animation.Duration),
        { Video: { } video } => File(video, video.FileName, video.MimeType, video.Duration),
        { Document: { } document } => File(document, document.FileName, document.MimeType),
        { Sticker: { } sticker } => File(sticker) with { Emoji = Line(sticker.Emoji, LongestName) },
        { Dice: { } dice } => new MessageDetails { Emoji = Line(dice.Emoji, LongestName) },
        { Venue: { } venue } => Place(venue.Location) with { Title = Line($"{venue.Title}, {venue.Address}", LongestName) },
        { Location: { } location } => Place(location),
        { Contact: { } contact } => new MessageDetails { Title = Line($"{contact.FirstName} {contact.LastName}", LongestName) },
        { Poll: { } poll } => new MessageDetails { Title = Line(poll.Question, LongestQuote) },
        _ => new MessageDetails(),
    };

    /// <summary>The largest that is not too large, else the smallest there is.</summary>
    private static MessageDetails Photo(PhotoSize[] sizes)
    {
        var fitting = sizes.Where(size => Math.Max(size.Width, size.Height) <= WidestPhoto).ToArray();
        var best = fitting.Length > 0 ? fitting.MaxBy(size => size.Width * size.Height)! : sizes.MinBy(size => size.Width * size.Height)!;
        return File(best);
    }

    private static MessageDetails File(FileBase file, string? name = null, string? mime = null, int? seconds = null) => new()
    {
        FileId = file.FileId is { Length: > 0 and <= LongestFileId } id ? StorableText.Clean(id) : null,
        FileSize = file.FileSize,
        FileName = Line(name, LongestName),
        MimeType = Line(mime, LongestName),
        Seconds = seconds,
    };

    private static MessageDetails Place(Location location) => new() { Latitude = location.Latitude, Longitude = location.Longitude };

    /// <summary>The name that Telegram shows; empty counts as none.</summary>
    private static string? AuthorOf(MessageOrigin? origin) => origin switch
    {
        MessageOriginUser { SenderUser: var user } => $"{user.FirstName} {user.LastName}",
        MessageOriginHiddenUser { SenderUserName: var name } => name,
        MessageOriginChat { SenderChat.Title: var title } => title,
        MessageOriginChannel { Chat.Title: var title } => title,
        _ => null,
    };

    private static string? Line(string? text, int longest)
    {
        if (text is null) return null;
        var line = StorableText.Clean(text).Trim(' ', ',', '\n');
        if (line.Length > longest) line = line[..(char.IsHighSurrogate(line[longest - 1]) ? longest - 1 : longest)];
        return line.Length > 0 ? line : null;
    }
}
