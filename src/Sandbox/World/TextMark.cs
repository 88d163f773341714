using System.Text.Json.Serialization;

namespace MultiBot.Sandbox.World;

/// <summary>A stretch of a text that is shown in another way, in UTF-16 units: bold, code, a command, …</summary>
internal sealed record TextMark(string Type, int Offset, int Length)
{
    /// <summary>Who is meant, for <c>text_mention</c>: people and bots without an @name.</summary>
    public long? UserId { get; init; }

    [JsonIgnore]
    public int End => Offset + Length;
}
