using System.Globalization;

namespace MultiBot.Load.Subjects;

/// <summary>Bot tokens of the sandbox: the secret is what its first caller says it is.</summary>
internal static class Tokens
{
    public static string Of(long bot) => string.Create(CultureInfo.InvariantCulture, $"{bot}:load-0123456789-abcdefghijklmnopqrst");
}
