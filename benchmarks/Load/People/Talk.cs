namespace MultiBot.Load.People;

/// <summary>One person's talk with one bot: messages are numbered from 1, and each is to be answered once, in order.</summary>
internal sealed class Talk(long bot, long chat)
{
    private int written;
    private int answered;

    public long Bot => bot;

    public long Chat => chat;

    /// <summary>Timestamp of the message that waits for its answer.</summary>
    public long WroteAt { get; private set; }

    public int Written => written;

    /// <summary>Messages that nobody answered.</summary>
    public int Unanswered => written - answered;

    public int WriteNext(long now)
    {
        WroteAt = now;
        return ++written;
    }

    /// <summary>What an answer to message number <paramref name="number"/> means.</summary>
    public AnswerKind Hear(int number)
    {
        if (number <= answered)
            return AnswerKind.Doubled;
        if (number != answered + 1 || number > written)
            return AnswerKind.Reordered;
        answered = number;
        return AnswerKind.Right;
    }
}

internal enum AnswerKind
{
    Right,
    Doubled,
    Reordered,
}
