using MultiBot.Domain.Memory;

namespace MultiBot.Replies.Prompts;

/// <summary>
/// What people wrote, or what was made of it, inside of instructions: on one line, between quotes that it cannot close, and not
/// longer than it needs to be. Pure.
/// </summary>
internal static class Quoted
{
    /// <summary>Empty when nothing is left of the text.</summary>
    public static string Of(string? text, int limit)
    {
        var line = MemoryText.OneLine(text, limit);
        return line.Length == 0 ? "" : $"\"{line.Replace('"', '\'').Replace('\\', '/')}\"";
    }
}
