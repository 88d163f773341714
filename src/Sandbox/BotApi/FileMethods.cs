using System.Text.Json;
using MultiBot.Sandbox.Journal;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>getFile, and <c>/file/bot&lt;token&gt;/&lt;path&gt;</c>, where the bytes are.</summary>
internal sealed class FileMethods(SandboxWorld world)
{
    public const string Path = "path";

    public static ValueTask<BotApiAnswer> GetFile(BotCall call)
    {
        var id = call.Arguments.Text("file_id") ?? "";
        lock (call.Bot.Gate)
        {
            return ValueTask.FromResult(call.Bot.Files.Find(FileShelf.PathOf(id)) is { } content
                ? BotApiAnswer.Of((Id: id, Size: content.Length), WriteFile)
                : BotApiAnswer.Of(BotApiError.FileInvalid));
        }
    }

    /// <summary>Only a token that has called before finds anything.</summary>
    public async Task Download(HttpContext http)
    {
        var content = ContentOf(http, out var bot);
        if (bot is not null)
            world.Journal.Add(new JournalEntry { At = world.Now, EndedAt = world.Now, What = "file", Bot = bot.Id, Status = content is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK });
        http.Response.StatusCode = content is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        if (content is null)
            return;
        http.Response.ContentType = "application/octet-stream";
        http.Response.ContentLength = content.Length;
        await http.Response.BodyWriter.WriteAsync(content, http.RequestAborted);
    }

    private byte[]? ContentOf(HttpContext http, out SandboxBot? bot)
    {
        bot = null;
        var segment = http.Request.RouteValues[BotApiEndpoint.Bot] as string ?? "";
        if (!segment.StartsWith("bot", StringComparison.Ordinal) || !BotToken.TryParse(segment.AsSpan(3), out var token))
            return null;
        var named = world.Bot(token.BotId);
        lock (named.Gate)
        {
            if (named.Revoked || named.Secret != token.Secret)
                return null;
            bot = named;
            return named.Files.Find(http.Request.RouteValues[Path] as string ?? "");
        }
    }

    private static void WriteFile(Utf8JsonWriter json, (string Id, int Size) file)
    {
        json.WriteStartObject();
        json.WriteString("file_id"u8, file.Id);
        json.WriteString("file_unique_id"u8, file.Id);
        json.WriteNumber("file_size"u8, file.Size);
        json.WriteString("file_path"u8, FileShelf.PathOf(file.Id));
        json.WriteEndObject();
    }
}
