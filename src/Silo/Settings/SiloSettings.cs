using System.ComponentModel.DataAnnotations;
using System.Net;

namespace MultiBot.Silo.Settings;

/// <summary>Orleans' own ports (<c>MultiBot:Silo</c>). Grain calls are not encrypted: bind them to a network of your own.</summary>
public sealed class SiloSettings : IValidatableObject
{
    public const string Section = "MultiBot:Silo";

    /// <summary>Silo to silo. 0: a free one is looked for (Orleans itself refuses 0).</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 11111;

    /// <summary>For clients such as the console. 0: a free one is looked for (Orleans would close the gateway).</summary>
    [Range(0, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>The IP address other silos and clients reach this one by.</summary>
    [Required]
    public string Bind { get; set; } = "127.0.0.1";

    /// <summary>Null: the machine's name and the HTTP port, which tells silos of one machine apart.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// Whether a small silo on a stage of its own answers some people before this one joins others, so that all code is loaded and compiled
    /// when the first bots come. Without others it makes no difference.
    /// </summary>
    public bool Rehearse { get; set; } = true;

    public IPAddress Address => IPAddress.Parse(Bind);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Bind, out _))
            yield return new ValidationResult("It must be an IP address such as 127.0.0.1.", [nameof(Bind)]);
    }
}
