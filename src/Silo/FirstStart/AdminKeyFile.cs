using MultiBot.Silo.Hosting;

namespace MultiBot.Silo.FirstStart;

/// <summary>The admin key where the console finds it: readable by its owner only.</summary>
public static class AdminKeyFile
{
    public const string Name = "admin.key";

    public static Task WriteAsync(DataFolder data, string key, CancellationToken cancellation) =>
        PrivateFile.WriteAsync(data.File(Name), key + Environment.NewLine, cancellation);
}
