using System.ComponentModel.DataAnnotations;
using MultiBot.Silo.Hosting;

namespace MultiBot.Silo.Settings;

/// <summary>Reads a section before the host is built, since ports and folders are needed to build it, and refuses it in one way.</summary>
public static class SettingsReader
{
    /// <exception cref="StartException">A value can't be read, is out of range, or names an option that does not exist.</exception>
    public static TSettings ReadSettings<TSettings>(this IConfiguration configuration, string section)
        where TSettings : class, new()
    {
        var settings = Bind<TSettings>(configuration, section);
        var errors = new List<ValidationResult>();
        if (Validator.TryValidateObject(settings, new ValidationContext(settings), errors, validateAllProperties: true))
            return settings;

        var keys = errors.Select(error => $"{section}:{error.MemberNames.FirstOrDefault()}: {error.ErrorMessage}");
        throw new StartException("start.invalid_option", string.Join(" ", keys));
    }

    private static TSettings Bind<TSettings>(IConfiguration configuration, string section)
        where TSettings : class, new()
    {
        try
        {
            var settings = new TSettings();
            configuration.GetSection(section).Bind(settings);
            return settings;
        }
        catch (InvalidOperationException failure)
        {
            // The binder's own words name key and type, and the value, which may be a secret: keep the key alone.
            throw new StartException("start.invalid_option", $"A value under {section} can't be read; check its type.", failure);
        }
    }
}
