using System.ComponentModel.DataAnnotations;

namespace MultiBot.Silo.Settings;

/// <summary>Who may call (<c>MultiBot:Security</c>). Holds a secret: never log it.</summary>
public sealed class SecuritySettings : IValidatableObject
{
    public const string Section = "MultiBot:Security";
    public const int ShortestAdminKey = 32;

    /// <summary>A fixed admin key for automation. Null or empty: only keys of the database.</summary>
    public string? AdminKey
    {
        get;
        set => field = string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>How long a key that was looked up is believed: how late another silo learns of a revocation at most.</summary>
    [Range(0, 300)]
    public double KeyCacheSeconds { get; set; } = 5;

    public TimeSpan KeyCache => TimeSpan.FromSeconds(KeyCacheSeconds);

    public override string ToString() => nameof(SecuritySettings);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AdminKey is { Length: < ShortestAdminKey })
            yield return new ValidationResult($"It must have at least {ShortestAdminKey} characters.", [nameof(AdminKey)]);
    }
}
