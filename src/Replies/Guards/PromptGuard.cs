using System.Runtime.CompilerServices;
using MultiBot.Domain.Bots;
using MultiBot.Replies.Prompts;

namespace MultiBot.Replies.Guards;

/// <summary>
/// Knows a bot's instructions when they are said word by word. A persona's text may hold what people should be told (opening hours, prices),
/// so a sentence of it is no echo; its beginning is, and so are very long stretches, and any sentence of our own rules. Pure.
/// </summary>
internal static class PromptGuard
{
    /// <summary>Letters and digits of our rules in a row: about a line.</summary>
    public const int OfRules = 60;

    /// <summary>From the persona's first letter on, or all of it: "You are Anna, …" is said to nobody.</summary>
    public const int OfBeginning = 80;

    /// <summary>A shorter text can be said by chance: "You are Anna."</summary>
    public const int Shortest = 24;

    /// <summary>Of the persona anywhere: some ten lines of a chat.</summary>
    public const int OfPersona = 300;

    private static readonly string Rules = CommonRun.Bare(SystemPrompt.Rules);

    /// <summary>By the string itself, as operators' texts live long.</summary>
    private static readonly ConditionalWeakTable<string, string> Bare = [];

    /// <param name="bot">Whose draft it is.</param>
    /// <param name="draft">The draft, bare.</param>
    public static bool Sees(BotConfig bot, string draft)
    {
        if (draft.Length < Shortest) return false;
        var persona = Bare.GetValue(SystemPrompt.PersonaOf(bot), CommonRun.Bare);
        var beginning = persona.AsSpan(0, Math.Min(OfBeginning, persona.Length));
        return (beginning.Length >= Shortest && draft.AsSpan().IndexOf(beginning) >= 0)
            || CommonRun.Of(draft, Rules, OfRules)
            || CommonRun.Of(draft, persona, OfPersona);
    }
}
