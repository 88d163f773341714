using System.Globalization;
using System.Text.RegularExpressions;
using MultiBot.Domain.Messages;

namespace MultiBot.Replies.Prompts;

/// <summary>How something that is not text is told to a model that reads text only. Pure.</summary>
internal static partial class MediaWords
{
    private const int LongestQuote = 300;
    private const int LongestName = 100;

    /// <summary>
    /// What is not text, in square brackets, then the text or caption. Names and quotes stand in quotes that they can't close.
    /// <paramref name="isShown"/>: the model is given the picture as well.
    /// </summary>
    public static string Describe(MessageKind kind, string text, MessageDetails? details = null, bool isShown = false)
    {
        if (kind is MessageKind.Text && text.Length > 0 && details is null) return text;
        var words = Author(details) + Origin(details) + (kind is MessageKind.Text && text.Length > 0 ? "" : $"[sent {(isShown ? "this picture" : Noun(kind) + Facts(kind, details))}] ");
        var said = details?.Transcript is { Length: > 0 } transcript ? $"{transcript} {text}" : text;
        return (words + (details?.AuthorId is null ? said : InOwnName(said))).TrimEnd(' ');
    }

    public static string Describe(HistoryEntry entry) => Describe(entry.Kind, entry.Text, entry.Details);

    /// <summary>Where several people write, who.</summary>
    private static string Author(MessageDetails? details)
    {
        if (details?.AuthorId is null) return "";
        var name = Quoted.Of(details.AuthorName, LongestName);
        return name.Length > 0 ? $"[from {name}] " : "[from somebody without a name] ";
    }

    /// <summary>Words in which somebody would go on in another's name.</summary>
    private static string InOwnName(string text) => OthersName().Replace(text, "(from");

    /// <summary>However many blanks and invisible marks, of whatever kind.</summary>
    [GeneratedRegex(@"\[[\s\p{Cf}]*from(?![\p{L}\p{Nd}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OthersName();

    private static string Origin(MessageDetails? details)
    {
        if (details is null) return "";
        var quote = Quoted.Of(details.Quote, LongestQuote);
        var reply = quote.Length > 0 ? $"[in reply to {(details.QuotesBot ? "your" : details.QuotesOther ? "somebody else's" : "their own")} {quote}] " : "";
        var author = Quoted.Of(details.ForwardedFrom, LongestName);
        return author.Length > 0 ? $"{reply}[forwarded from {author}] " : reply;
    }

    private static string Facts(MessageKind kind, MessageDetails? details)
    {
        if (details is null) return "";
        var name = Quoted.Of(details.Title ?? (kind is MessageKind.Document or MessageKind.Audio ? details.FileName : null), LongestName);
        var facts = new[]
        {
            name, details.Emoji is { } emoji ? Quoted.Of(emoji, LongestName) : "",
            details is { Latitude: { } latitude, Longitude: { } longitude } ? string.Create(CultureInfo.InvariantCulture, $"at {latitude:0.####}, {longitude:0.####}") : "",
        };
        var said = string.Concat(facts.Where(fact => fact.Length > 0).Select(fact => " " + fact));
        if (details.Seconds is { } seconds) said = string.Create(CultureInfo.InvariantCulture, $"{said}, {seconds} s long");
        return details.Transcript is null ? said : said + ", transcribed";
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
