using System.Collections.Immutable;

namespace MultiBot.Domain.Decisions;

/// <summary>What a model was given.</summary>
/// <param name="Instructions">In pieces, which are one text together: so that what is the same for each reply can be told from what is not.</param>
/// <param name="Lines">What was said, oldest first.</param>
public sealed record SeenPrompt(ImmutableArray<string> Instructions, ImmutableArray<SeenLine> Lines);

/// <summary>A line of the talk as a model was given it.</summary>
/// <param name="Role">One of the three below.</param>
/// <param name="Text">Its words.</param>
public readonly record struct SeenLine(string Role, string Text)
{
    /// <summary>The instructions.</summary>
    public const string System = "system";

    /// <summary>The person.</summary>
    public const string User = "user";

    /// <summary>The bot.</summary>
    public const string Assistant = "assistant";
}

/// <summary>A prompt that is to be stored, and then is, as what comes after it refers to it.</summary>
public sealed record PromptStep
{
    public required SeenPrompt Prompt { get; init; }

    /// <summary>As it is stored, in the form of <see cref="PromptTrail"/>; empty once it is.</summary>
    public required string Stored { get; init; }

    /// <summary>The turn whose decision it stands beside, once there is one.</summary>
    public long Turn { get; init; }

    /// <summary>How many lie between it and one that is stored as a whole.</summary>
    public required int Distance { get; init; }

    /// <summary>When that one was made.</summary>
    public required DateTimeOffset WholeAt { get; init; }
}
