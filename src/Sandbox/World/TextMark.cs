using System.Text.Json.Serialization;

namespace MultiBot.Sandbox.World;

/// <summary>A stretch of a text that is shown in another way, in UTF-16 units: bold, code, a command, …</summary>
internal sealed record TextMark(string Type, int Offset, int Length)
{
    [JsonIgnore]
    public int End => Offset + Length;
}
