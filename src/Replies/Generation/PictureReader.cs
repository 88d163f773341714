using Microsoft.Extensions.AI;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Prompts;

namespace MultiBot.Replies.Generation;

/// <summary>
/// Fetches the pictures of what is to be answered, for a model that can see. Nothing is kept: a draft that is written anew fetches again.
/// What can't be had, or is no picture, is told in words as before.
/// </summary>
internal static class PictureReader
{
    /// <summary>The kinds that models take.</summary>
    private static readonly (string Mime, byte[] Begins)[] Kinds = [("image/jpeg", [0xFF, 0xD8, 0xFF]), ("image/png", [0x89, 0x50, 0x4E, 0x47]), ("image/gif", "GIF8"u8.ToArray())];

    public static async Task<Pictures> ReadAsync(ReplyRequest request, LlmOptions options, CancellationToken cancellation)
    {
        if (request.Media is not { } media || !request.Bot.Features.Media) return Pictures.None;
        // The newest ones: they are what the reply is about.
        var wanted = request.Unanswered.Where(message => IsPicture(message, options)).TakeLast(options.PicturesPerReply).ToArray();
        if (wanted.Length == 0) return Pictures.None;
        var found = await Task.WhenAll(wanted.Select(async message => (message.Id, File: await media.FetchAsync(message.Details!.FileId!, options.MaxPictureBytes, cancellation))));
        return new Pictures(found
            .Select(one => (one.Id, Picture: one.File is null ? null : PictureOf(one.File.Bytes)))
            .Where(one => one.Picture is not null)
            .ToDictionary(one => one.Id, one => one.Picture!));
    }

    private static bool IsPicture(InboxMessage message, LlmOptions options) =>
        message is { Details: { FileId: not null } details } && (details.FileSize ?? 0) <= options.MaxPictureBytes
        && (message.Kind is MessageKind.Photo || (message.Kind is MessageKind.Document && details.MimeType?.StartsWith("image/", StringComparison.Ordinal) is true));

    /// <summary>By what it begins with; what its sender called it says nothing.</summary>
    private static DataContent? PictureOf(byte[] bytes)
    {
        foreach (var (mime, begins) in Kinds)
            if (bytes.AsSpan().StartsWith(begins)) return new DataContent(bytes, mime);
        return bytes.Length > 12 && bytes.AsSpan().StartsWith("RIFF"u8) && bytes.AsSpan(8).StartsWith("WEBP"u8) ? new DataContent(bytes, "image/webp") : null;
    }
}
