namespace MultiBot.Replies.Tests.Stub;

/// <summary>What the stub answers to a request. Closed.</summary>
internal abstract record StubAnswer
{
    private StubAnswer() { }

    /// <summary>A completion; streamed in words when the client asked for a stream.</summary>
    public sealed record Says(string Text, string FinishReason = "stop") : StubAnswer;

    /// <summary>Functions called instead of words; streamed when the client asked for a stream.</summary>
    public sealed record Calls(params (string Name, string Arguments)[] Functions) : StubAnswer;

    /// <summary>A model's own refusal.</summary>
    public sealed record Refuses(string Text) : StubAnswer;

    public sealed record Status(int Code, string Body = "{}", params (string Name, string Value)[] Headers) : StubAnswer;

    /// <summary>200 with this body, whatever it is.</summary>
    public sealed record Raw(string Body, string ContentType = "application/json") : StubAnswer;

    /// <summary>Nothing, until the client hangs up; a stream gets its first word before.</summary>
    public sealed record Hangs : StubAnswer;

    /// <summary>The connection is cut.</summary>
    public sealed record Drops : StubAnswer;

    /// <summary>A completion once <paramref name="Gate"/> opens.</summary>
    public sealed record SaysAfter(Task Gate, string Text) : StubAnswer;
}
