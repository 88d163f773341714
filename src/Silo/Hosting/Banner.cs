using System.Globalization;
using MultiBot.Silo.FirstStart;

namespace MultiBot.Silo.Hosting;

/// <summary>What a start prints: at the first one URL and key, then the line scripts wait for.</summary>
public static class Banner
{
    public static async Task PrintAsync(TextWriter output, HostSettings settings, string? firstKey)
    {
        var url = settings.Identity.LocalUrl.ToString().TrimEnd('/');
        var text = new StringWriter(CultureInfo.InvariantCulture);
        if (firstKey is not null)
        {
            await text.WriteLineAsync();
            await text.WriteLineAsync($"  MultiBot      {url}/");
            await text.WriteLineAsync(settings.Security.AdminKey is null
                ? $"  Admin key     {firstKey}"
                : "  Admin key     the one in MultiBot:Security:AdminKey");
            await text.WriteLineAsync($"                also in {settings.Data.File(AdminKeyFile.Name)}, readable by you only; it is shown this once");
            await text.WriteLineAsync();
        }

        await text.WriteLineAsync($"ready {url} (silo {settings.Identity.Name}, Orleans {settings.Identity.Address}, gateway {settings.Identity.GatewayPort}, data {settings.Data.Path})");
        await output.WriteAsync(text.ToString());
        await output.FlushAsync();
    }
}
