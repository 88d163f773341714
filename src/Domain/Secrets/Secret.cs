using System.Diagnostics;

namespace MultiBot.Domain.Secrets;

/// <summary>A value that goes in and never comes out by accident: printing, logging or serializing it yields the mask.</summary>
[GenerateSerializer, Immutable, Alias("multibot.secret")]
[DebuggerDisplay("***")]
public sealed record Secret
{
    /// <summary>What a secret looks like outside. Sent back to us it means «unchanged».</summary>
    public const string Mask = "***";

    public Secret(string value) => Value = value;

    [Id(0)]
    private string Value { get; init; }

    /// <summary>The plain value, for the one place that needs it on the wire.</summary>
    public string Reveal() => Value;

    public override string ToString() => Mask;
}
