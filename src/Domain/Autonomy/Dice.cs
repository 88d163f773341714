using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Autonomy;

/// <summary>What is drawn.</summary>
internal enum Draw : byte
{
    /// <summary>Whether a day sees a starter; numbered by the day. Asked again, it answers the same: replanning is no second chance.</summary>
    StarterDay,
    StarterMoment,

    /// <summary>Whether an answer is followed up; numbered by the turn.</summary>
    FollowUp,
    FollowUpMoment,

    /// <summary>How long what is put off waits; numbered by the turn.</summary>
    Delay,

    /// <summary>How long after an opening a chat is answered that waited for it.</summary>
    Opening,
}

/// <summary>All the luck of a chat: a function of seed, chat, what is drawn, and its number. The same on every silo and at any time.</summary>
internal readonly struct Dice(ulong seed, ChatKey chat)
{
    private const ulong FnvBasis = 0xCBF29CE484222325UL;
    private const ulong FnvPrime = 0x100000001B3UL;

    /// <summary>0 ≤ result &lt; 1.</summary>
    public double Roll(Draw draw, long number)
    {
        var hash = FnvBasis ^ Mixed(seed);
        foreach (var letter in chat.Bot.Value) hash = (hash ^ letter) * FnvPrime;
        hash = Mixed(hash ^ (ulong)chat.Chat.Value);
        hash = Mixed(hash ^ (ulong)draw);
        hash = Mixed(hash ^ (ulong)number);
        return (hash >> 11) * (1.0 / (1UL << 53));
    }

    // The finaliser of SplitMix64: each bit of the input changes half of the bits of the result.
    private static ulong Mixed(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
