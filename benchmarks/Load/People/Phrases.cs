using System.Globalization;

namespace MultiBot.Load.People;

/// <summary>What people say, and how an answer names the message it answers: a message ends in <c>#7</c>, its answer in <c>=7</c>.</summary>
internal static class Phrases
{
    private static readonly string[] Said =
    [
        "I went to the market this morning and bought far too many apples again",
        "My sister called, she is coming to visit us on Saturday with both children",
        "It has been raining all day here, so I stayed in and finally finished that book",
        "We walked along the river for two hours and then had soup at the small place",
        "Work was long today, but at least the presentation went better than I thought",
    ];

    public static string Say(int number) => string.Create(CultureInfo.InvariantCulture, $"{Said[number % Said.Length]} #{number}");

    /// <summary>The part of a text from its first answer on; empty when it answers nothing.</summary>
    public static ReadOnlySpan<char> AnswersIn(string text) => text.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? text.AsSpan(at) : default;

    /// <summary>Takes the first answer off.</summary>
    public static bool TryReadAnswer(ref ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        var at = text.IndexOf('=');
        if (at < 0)
            return false;
        for (text = text[(at + 1)..]; text is [>= '0' and <= '9', ..]; text = text[1..])
            number = (number * 10) + text[0] - '0';
        return true;
    }
}
