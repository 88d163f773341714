using System.ComponentModel.DataAnnotations;
using System.Net;

namespace MultiBot.Silo.Settings;

/// <summary>Where the API, its documentation, health and the sandbox answer (<c>MultiBot:Http</c>).</summary>
public sealed class HttpSettings : IValidatableObject
{
    public const string Section = "MultiBot:Http";

    /// <summary>5080 by default: free on most machines and easy to remember. 0: a free one is looked for and printed.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 5080;

    /// <summary>An IP address. Loopback by default: nobody outside this machine reaches a silo that was not told so.</summary>
    [Required]
    public string Bind { get; set; } = "127.0.0.1";

    public IPAddress Address => IPAddress.Parse(Bind);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Bind, out _))
            yield return new ValidationResult("It must be an IP address such as 127.0.0.1 or 0.0.0.0.", [nameof(Bind)]);
    }
}
