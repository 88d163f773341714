using System.ComponentModel.DataAnnotations;

namespace MultiBot.Silo.Settings;

/// <summary>What is measured, and who is told (<c>MultiBot:Telemetry</c>).</summary>
public sealed class TelemetrySettings : IValidatableObject
{
    public const string Section = "MultiBot:Telemetry";
    public const int ShortestScrapeKey = 32;

    /// <summary>Metrics name their bot. Off: thousands of bots make thousands of series of each (<see cref="Domain.Telemetry.BotTag"/>).</summary>
    public bool BotTag { get; set; }

    /// <summary>
    /// Where an OTLP collector listens. Null: the standard variable OTEL_EXPORTER_OTLP_ENDPOINT, and without that nothing is exported. All else
    /// about the export is said by the standard variables.
    /// </summary>
    public string? OtlpEndpoint
    {
        get;
        set => field = string.IsNullOrWhiteSpace(value) ? null : value;
    }

    /// <summary>
    /// A file whose text, sent as Bearer, reads <c>/metrics</c> from other machines and nothing else: Prometheus is no place for a key that
    /// can do more. Null: only keys of the API, and programs on this machine.
    /// </summary>
    public string? ScrapeKeyFile
    {
        get;
        set => field = string.IsNullOrWhiteSpace(value) ? null : value;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OtlpEndpoint is not null && !(Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            yield return new ValidationResult("It must be an absolute http or https URL such as http://localhost:4317.", [nameof(OtlpEndpoint)]);
        if (ScrapeKeyFile is not null && !File.Exists(ScrapeKeyFile))
            yield return new ValidationResult("There is no such file.", [nameof(ScrapeKeyFile)]);
        else if (ScrapeKeyFile is not null && ReadScrapeKey()!.Length < ShortestScrapeKey)
            yield return new ValidationResult($"The key in it must have at least {ShortestScrapeKey} characters.", [nameof(ScrapeKeyFile)]);
    }

    /// <summary>The key itself; null: there is none.</summary>
    internal string? ReadScrapeKey() => ScrapeKeyFile is { } file ? File.ReadAllText(file).Trim() : null;
}
