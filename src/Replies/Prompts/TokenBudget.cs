namespace MultiBot.Replies.Prompts;

/// <summary>What is left of a prompt's tokens. Counts nothing when everything fits anyway.</summary>
internal sealed class TokenBudget
{
    /// <summary>What role and limits of a message cost beside its text, in OpenAI's format rounded up.</summary>
    public const int PerMessage = 4;

    private readonly bool _isAmple;
    private int _left;

    /// <summary><paramref name="everything"/>: <see cref="Most"/> of all texts that might be taken.</summary>
    public TokenBudget(int tokens, long everything) => (_left, _isAmple) = (tokens, everything <= tokens);

    /// <summary>What a text may cost, as a message of its own. Counts nothing.</summary>
    public static long Most(string text) => (long)TokenCount.AtMost(text) + PerMessage;

    /// <summary>What can't be left out, though it be too much.</summary>
    public void Take(string text, int beside = 0)
    {
        if (!_isAmple) _left -= TokenCount.OfKept(text) + beside;
    }

    /// <summary>The same for a text that no other prompt will hold.</summary>
    public void TakeOnce(string text)
    {
        if (!_isAmple) _left -= TokenCount.Of(text);
    }

    /// <summary>False, and nothing taken, when it does not fit any more.</summary>
    public bool TryTake(string text, int beside = 0)
    {
        if (_isAmple) return true;
        var cost = TokenCount.OfKept(text) + beside;
        if (cost > _left) return false;
        _left -= cost;
        return true;
    }
}
