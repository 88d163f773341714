using System.Buffers;
using System.Buffers.Text;

namespace MultiBot.Load.World;

/// <summary>
/// An answer on its way. It names each message it answers: people write <c>#7</c>, the model says <c>=7</c>. The question is not
/// parsed; what stands after the last assistant's line is what waits for an answer.
/// </summary>
/// <param name="Bytes">From the shared pool; to be returned.</param>
/// <param name="Length">Bytes used.</param>
/// <param name="Streamed">The asker wanted a stream.</param>
internal readonly record struct LlmAnswer(byte[] Bytes, int Length, bool Streamed)
{
    private const int LongestAnswer = 4_096;
    private const byte Asked = (byte)'#';
    private const byte Answered = (byte)'=';

    private static ReadOnlySpan<byte> Said => "That sounds like a full day. What did you like best about it, and would you do it again?"u8;

    private static ReadOnlySpan<byte> Whole =>
        """{"id":"load","object":"chat.completion","created":1760000000,"model":"load","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":" """u8[..^1];

    private static ReadOnlySpan<byte> WholeEnd =>
        """
        "}}],"usage":{"prompt_tokens":600,"completion_tokens":25,"total_tokens":625}}
        """u8;

    private static ReadOnlySpan<byte> Chunk =>
        """data: {"id":"load","object":"chat.completion.chunk","created":1760000000,"model":"load","choices":[{"index":0,"delta":{"role":"assistant","content":" """u8[..^1];

    private static ReadOnlySpan<byte> ChunkEnd =>
        """
        "},"finish_reason":null}]}

        data: {"id":"load","object":"chat.completion.chunk","created":1760000000,"model":"load","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"load","object":"chat.completion.chunk","created":1760000000,"model":"load","choices":[],"usage":{"prompt_tokens":600,"completion_tokens":25,"total_tokens":625}}

        data: [DONE]


        """u8;

    /// <summary>What a question for an analysis says, and none for a reply.</summary>
    private static ReadOnlySpan<byte> Shaped => "one JSON object of this shape"u8;

    private static ReadOnlySpan<byte> Analysis =>
        """
        {"id":"load","object":"chat.completion","created":1760000000,"model":"load","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"{\"summary\":\"Kim told of the market, of a sister who comes to visit on Saturday with both children, of rain and a book, and of a long day at work. The talk was friendly; nothing was agreed upon.\",\"facts\":[{\"topic\":\"interests\",\"text\":\"Walks along the river and likes the small place with the soup.\",\"replaces\":[]},{\"topic\":\"family\",\"text\":\"Has a sister with two children.\",\"replaces\":[]},{\"topic\":\"work\",\"text\":\"Gives presentations.\",\"replaces\":[]}],\"language\":\"en\",\"timeZone\":\"Europe/Berlin\"}"}}],"usage":{"prompt_tokens":600,"completion_tokens":125,"total_tokens":725}}
        """u8;

    public static LlmAnswer To(ReadOnlySequence<byte> question)
    {
        if (question.IsSingleSegment)
            return To(question.FirstSpan);
        var copy = ArrayPool<byte>.Shared.Rent((int)question.Length);
        question.CopyTo(copy);
        var answer = To(copy.AsSpan(0, (int)question.Length));
        ArrayPool<byte>.Shared.Return(copy);
        return answer;
    }

    private static LlmAnswer To(ReadOnlySpan<byte> question)
    {
        var streamed = question.IndexOf("\"stream\":true"u8) >= 0;
        var bytes = ArrayPool<byte>.Shared.Rent(LongestAnswer);
        if (question.IndexOf(Shaped) >= 0)
            return new LlmAnswer(bytes, Append(bytes, 0, Analysis), Streamed: false);

        var at = Append(bytes, 0, streamed ? Chunk : Whole);
        at = Append(bytes, at, Said);
        var open = question[(question.LastIndexOf("\"assistant\""u8) + 1)..];
        for (var mark = open.IndexOf(Asked); mark >= 0; mark = open.IndexOf(Asked))
        {
            open = open[(mark + 1)..];
            if (!Utf8Parser.TryParse(open, out int number, out _) || at > LongestAnswer / 2)
                continue;
            bytes[at++] = (byte)' ';
            bytes[at++] = Answered;
            Utf8Formatter.TryFormat(number, bytes.AsSpan(at), out var digits);
            at += digits;
        }

        return new LlmAnswer(bytes, Append(bytes, at, streamed ? ChunkEnd : WholeEnd), streamed);
    }

    private static int Append(byte[] bytes, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(bytes.AsSpan(at));
        return at + text.Length;
    }
}
