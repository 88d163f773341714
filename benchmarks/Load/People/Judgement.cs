namespace MultiBot.Load.People;

/// <summary>What people saw that they should not have seen, or should have and did not. All zero: every message was answered once, in order.</summary>
internal sealed record Judgement
{
    public int Lost { get; set; }

    public int Doubled { get; set; }

    public int Reordered { get; set; }

    /// <summary>Texts that answer no message.</summary>
    public int Strange { get; set; }

    /// <summary>One of the strange texts.</summary>
    public string? Example { get; set; }

    public bool IsFlawless => this is { Lost: 0, Doubled: 0, Reordered: 0, Strange: 0 };

    public void Count(AnswerKind kind)
    {
        if (kind is AnswerKind.Doubled)
            Doubled++;
        else if (kind is AnswerKind.Reordered)
            Reordered++;
    }
}
