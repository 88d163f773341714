using System.Text.Json;
using MultiBot.Domain.Secrets;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>
/// The rule of secrets: a mask or an absent field means the current one, null means none, and a secret that would travel to another
/// destination than before has to be given again, or whoever may edit a bot could have its secrets sent to himself.
/// </summary>
internal sealed class SecretReader(SectionReader section, bool isTemplate)
{
    /// <param name="name">Its field.</param>
    /// <param name="current">The secret held so far.</param>
    /// <param name="movedBy">The field whose change moves the destination. Null: it did not change.</param>
    /// <param name="shape">Of a new value.</param>
    public Secret? Read(string name, Secret? current, string? movedBy, Shape shape)
    {
        var given = section.TryGet(name, out var node);
        if (given && isTemplate) section.Refuse(name, ConfigCodes.NotInTemplate, "A template holds no secrets.");
        if (isTemplate || (given && node is null)) return null;
        if (!given) return Kept(name, current, movedBy);
        if (!section.TryGet(name, JsonValueKind.String, "a text or null", out _)) return null;
        if (node!.GetValue<string>().Trim() != Secret.Mask) return section.Shaped(name, shape) is { } text ? new Secret(text) : null;
        if (current is null) section.Refuse(name, ConfigCodes.SecretRequired, "The mask stands for the current secret, and there is none.");
        return Kept(name, current, movedBy);
    }

    private Secret? Kept(string name, Secret? current, string? movedBy)
    {
        if (current is null || movedBy is null) return current;
        section.Refuse(name, ConfigCodes.SecretRequired, $"{movedBy} changed: give the secret again, or null to remove it.");
        return null;
    }
}
