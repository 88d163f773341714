using System.ComponentModel.DataAnnotations;

namespace MultiBot.Grains.Privacy;

/// <summary>Section <c>MultiBot:Privacy</c>.</summary>
public sealed class PrivacyOptions
{
    public const string Section = "MultiBot:Privacy";

    /// <summary>How often messages that are too old are looked for: days are promised, and an hour more is nothing beside them.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeepEvery { get; set; } = TimeSpan.FromHours(1);
}
