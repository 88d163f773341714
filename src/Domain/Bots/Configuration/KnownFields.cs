using System.Text.Json.Nodes;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>All fields by their last name, to point out one that was written into the wrong section.</summary>
internal static class KnownFields
{
    private static readonly ILookup<string, string> ByName = Pointers(ConfigWriter.Write(Example()), "")
        .ToLookup(pointer => pointer[(pointer.LastIndexOf('/') + 1)..], JsonPointer.Spoken, StringComparer.OrdinalIgnoreCase);

    /// <summary><c>token</c> is <c>telegram.token</c>; null when no field is called that.</summary>
    public static string? Elsewhere(string name) => ByName[name].FirstOrDefault();

    private static BotConfig Example() => new()
    {
        BotId = BotId.Parse("example"),
        Name = "Example",
        Telegram = new TelegramConfig(),
        Autonomy = new AutonomyConfig { Windows = new WeekWindows() },
    };

    private static IEnumerable<string> Pointers(JsonObject tree, string pointer) => tree.SelectMany(field =>
    {
        var place = JsonPointer.Append(pointer, field.Key);
        return field.Value is JsonObject section ? Pointers(section, place).Prepend(place) : [place];
    });
}
