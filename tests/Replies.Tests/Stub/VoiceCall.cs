using Microsoft.AspNetCore.Http;

namespace MultiBot.Replies.Tests.Stub;

/// <summary>A multipart request for a transcription, as the stub received it.</summary>
internal sealed record VoiceCall(string Path, string? Authorization, string? ApiKey, string? Model, string FileName, byte[] Sound)
{
    public static async Task<VoiceCall> ReadAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var file = form.Files.Single();
        using var sound = new MemoryStream();
        await file.CopyToAsync(sound);
        return new VoiceCall(
            request.Path, request.Headers.Authorization.FirstOrDefault(), request.Headers["api-key"].FirstOrDefault(), form["model"].FirstOrDefault(), file.FileName, sound.ToArray());
    }
}
