using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MultiBot.Client.Commands;

/// <summary>Options that take a number within bounds; anything else is wrong usage.</summary>
internal static class Amounts
{
    private const double LongestSeconds = 3600;

    public static Option<double> Seconds(string name, string description, double standard) => new(name)
    {
        Description = description,
        HelpName = "seconds",
        DefaultValueFactory = _ => standard,
        CustomParser = result => double.TryParse(TextOf(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestSeconds
            ? seconds
            : Refuse<double>(result, $"{name} must be above 0 and at most {LongestSeconds:0} seconds."),
    };

    public static Option<int> Count(string name, string description, int most, int standard) => new(name)
    {
        Description = $"{description}, 1–{most}",
        HelpName = "n",
        DefaultValueFactory = _ => standard,
        CustomParser = result => int.TryParse(TextOf(result), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most
            ? count
            : Refuse<int>(result, $"{name} must be from 1 to {most}."),
    };

    public static T? Refuse<T>(ArgumentResult result, string sentence)
    {
        result.AddError(sentence);
        return default;
    }

    public static string TextOf(ArgumentResult result) => result.Tokens[^1].Value;
}
