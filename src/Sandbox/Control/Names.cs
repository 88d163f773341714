using System.Text.Json;

namespace MultiBot.Sandbox.Control;

/// <summary>Enum values under the names that the control face uses: camel case.</summary>
internal static class Names
{
    /// <summary>Absent reads as <paramref name="otherwise"/>; a number or an unknown name is refused.</summary>
    public static bool TryParse<T>(string? name, T otherwise, out T value)
        where T : struct, Enum
    {
        value = otherwise;
        return name is null
            || (name.Length > 0 && char.IsAsciiLetter(name[0]) && Enum.TryParse(name, ignoreCase: true, out value) && Enum.IsDefined(value));
    }

    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string Of<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Of));
}
