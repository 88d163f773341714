using System.Globalization;
using System.Text.Json;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>The media part of a Message: plausible facts about files that do not exist.</summary>
internal static class MediaJson
{
    /// <summary>The sizes of a photo, as parts of their ids.</summary>
    private const string Thumbnail = "s";
    private const string Whole = "x";

    private static readonly MediaFacts Plain = new();

    /// <summary>The id under which the content that a person gave can be had.</summary>
    public static string FileIdOf(ChatEntry entry) => FileId(entry, entry.Kind is MessageKind.Photo ? Whole : "");

    public static void Write(Utf8JsonWriter json, ChatEntry entry)
    {
        var media = entry.Media ?? Plain;
        switch (entry.Kind)
        {
            case MessageKind.Photo:
                WritePhoto(json, entry);
                break;
            case MessageKind.Sticker:
                WriteSticker(json, entry, media);
                break;
            case MessageKind.Document:
                json.WriteStartObject("document"u8);
                WriteDocument(json, entry, media.FileName ?? "document.pdf", media.MimeType ?? "application/pdf");
                json.WriteEndObject();
                break;
            case MessageKind.Location:
                WriteLocation(json, media);
                break;
            case MessageKind.Contact:
                WriteContact(json, entry, media);
                break;
            default:
                WritePlayable(json, entry, media);
                break;
        }
    }

    private static void WritePhoto(Utf8JsonWriter json, ChatEntry entry)
    {
        json.WriteStartArray("photo"u8);
        foreach (var (name, width, height, size) in new[] { (Thumbnail, 90, 67, 1_253), (Whole, 800, 600, 72_345) })
        {
            json.WriteStartObject();
            WriteFile(json, entry, name, size);
            WriteSize(json, width, height);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSticker(Utf8JsonWriter json, ChatEntry entry, MediaFacts media)
    {
        json.WriteStartObject("sticker"u8);
        WriteFile(json, entry, "", 12_400);
        WriteSize(json, 512, 512);
        json.WriteString("type"u8, "regular"u8);
        json.WriteBoolean("is_animated"u8, false);
        json.WriteBoolean("is_video"u8, false);
        json.WriteString("emoji"u8, media.Emoji ?? "🙂");
        json.WriteString("set_name"u8, "SandboxStickers"u8);
        json.WriteEndObject();
    }

    private static void WritePlayable(Utf8JsonWriter json, ChatEntry entry, MediaFacts media)
    {
        var (property, mime) = entry.Kind switch
        {
            MessageKind.Voice => ("voice", "audio/ogg"),
            MessageKind.Audio => ("audio", "audio/mpeg"),
            MessageKind.VideoNote => ("video_note", null),
            MessageKind.Animation => ("animation", "video/mp4"),
            _ => ("video", "video/mp4"),
        };
        json.WriteStartObject(property);
        WriteFile(json, entry, "", 48_210);
        json.WriteNumber("duration"u8, media.Duration);
        if (mime is not null)
            json.WriteString("mime_type"u8, mime);
        if (entry.Kind is MessageKind.VideoNote)
            json.WriteNumber("length"u8, 240);
        else if (entry.Kind is MessageKind.Video or MessageKind.Animation)
            WriteSize(json, 640, 360);
        json.WriteEndObject();
        if (entry.Kind is not MessageKind.Animation)
            return;
        json.WriteStartObject("document"u8);
        WriteDocument(json, entry, media.FileName ?? "animation.mp4", "video/mp4");
        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, MediaFacts media)
    {
        json.WriteStartObject("location"u8);
        json.WriteNumber("latitude"u8, media.Latitude);
        json.WriteNumber("longitude"u8, media.Longitude);
        json.WriteEndObject();
    }

    private static void WriteContact(Utf8JsonWriter json, ChatEntry entry, MediaFacts media)
    {
        json.WriteStartObject("contact"u8);
        json.WriteString("phone_number"u8, media.PhoneNumber ?? "+10000000000");
        json.WriteString("first_name"u8, entry.From?.FirstName ?? "Contact");
        if (entry.From is { } person)
            json.WriteNumber("user_id"u8, person.Id);
        json.WriteEndObject();
    }

    private static void WriteDocument(Utf8JsonWriter json, ChatEntry entry, string name, string mime)
    {
        json.WriteString("file_name"u8, name);
        json.WriteString("mime_type"u8, mime);
        WriteFile(json, entry, "", 93_004);
    }

    private static void WriteFile(Utf8JsonWriter json, ChatEntry entry, string variant, int size)
    {
        var id = FileId(entry, variant);
        json.WriteString("file_id"u8, id);
        json.WriteString("file_unique_id"u8, id);
        json.WriteNumber("file_size"u8, variant == Thumbnail ? size : entry.Media?.Content?.Length ?? size);
    }

    private static string FileId(ChatEntry entry, string variant) => string.Create(CultureInfo.InvariantCulture, $"sandbox-{entry.Kind}-{entry.Id}{variant}");

    private static void WriteSize(Utf8JsonWriter json, int width, int height)
    {
        json.WriteNumber("width"u8, width);
        json.WriteNumber("height"u8, height);
    }
}
