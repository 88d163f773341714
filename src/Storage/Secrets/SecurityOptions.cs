using MultiBot.Domain.Secrets;

namespace MultiBot.Storage.Secrets;

/// <summary>Where the master key comes from. It wraps the bots' data keys and is never stored in the database.</summary>
public sealed class SecurityOptions
{
    /// <summary><c>MultiBot:Security:MasterKey</c>: base64 of 32 bytes. Wins over the file.</summary>
    public Secret? MasterKey { get; set; }

    /// <summary><c>MultiBot:Security:MasterKeyFile</c>. Null: <c>master.key</c> in the data folder, made at the first start.</summary>
    public string? MasterKeyFile { get; set; }
}
