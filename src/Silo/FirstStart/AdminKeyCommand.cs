using MultiBot.Silo.Hosting;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.FirstStart;

/// <summary>«admin-key»: makes a new admin key on the machine itself, whether a silo runs or not.</summary>
public static class AdminKeyCommand
{
    public const string Verb = "admin-key";

    /// <summary>A running silo looks every second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TimeProvider time)
    {
        var configuration = new ConfigurationManager();
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true).AddEnvironmentVariables().AddCommandLine(args);
        var data = DataFolder.Open(configuration);
        var key = ApiKeyText.Create();
        await new AdminKeyRequest(ApiKeyText.NewId(), Convert.ToHexStringLower(ApiKeyText.Hash(key))).WriteAsync(data, CancellationToken.None);
        await AdminKeyFile.WriteAsync(data, key, CancellationToken.None);

        await output.WriteLineAsync(key);
        await output.WriteLineAsync(await IsTakenUpAsync(data, time)
            ? "The running silo knows it; the admin key before it is revoked."
            : "No silo runs on this data folder: the key is valid from its next start on, and the admin key before it is revoked then.");
        return 0;
    }

    private static async Task<bool> IsTakenUpAsync(DataFolder data, TimeProvider time)
    {
        var began = time.GetTimestamp();
        using var timer = new PeriodicTimer(LookEvery, time);
        while (time.GetElapsedTime(began) < Patience && await timer.WaitForNextTickAsync())
        {
            if (!File.Exists(AdminKeyRequest.PathIn(data)))
                return true;
        }

        return false;
    }
}
