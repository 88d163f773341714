using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>The fields of <c>autonomy</c>.</summary>
internal static class AutonomyReader
{
    // Thirty days.
    private const double MaxHours = 720;
    private const int MaxPerDay = 100;

    public static AutonomyConfig Read(SectionReader section)
    {
        var defaults = new AutonomyConfig();
        var autonomy = new AutonomyConfig
        {
            Enabled = section.Flag("enabled", defaults.Enabled),
            Windows = WindowsReader.Read(section.SectionOrNull("windows")),
            StartDialogProbability = section.Number("startDialogProbability", defaults.StartDialogProbability, 0, 1),
            FollowUpProbability = section.Number("followUpProbability", defaults.FollowUpProbability, 0, 1),
            FollowUpHours = Hours(section, defaults.FollowUpHours),
            MinHoursBetween = section.Number("minHoursBetween", defaults.MinHoursBetween, 0, MaxHours),
            MaxPerDay = section.Whole("maxPerDay", defaults.MaxPerDay, 0, MaxPerDay),
        };
        section.Finish();
        return autonomy;
    }

    private static double[] Hours(SectionReader section, double[] fallback)
    {
        const string rule = "It must be two numbers, the earliest and the latest hour, from 0 to 720: [4, 12].";
        if (!section.TryGet("followUpHours", JsonValueKind.Array, "an array of two numbers", out var node)) return fallback;
        var hours = node.AsArray().Select(Hour).ToArray();
        if (hours is [>= 0, <= MaxHours] && hours[0] <= hours[1]) return hours;
        section.Refuse("followUpHours", ConfigCodes.OutOfRange, rule);
        return fallback;
    }

    // What is no number is out of range.
    private static double Hour(JsonNode? item) => item?.GetValueKind() is JsonValueKind.Number ? item.GetValue<double>() : -1;
}
