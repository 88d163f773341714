namespace MultiBot.Silo.Settings;

/// <summary>The Telegram emulator in the silo (<c>MultiBot:Sandbox</c>).</summary>
public sealed class SandboxSettings
{
    public const string Section = "MultiBot:Sandbox";

    /// <summary>Null: on with SQLite, where newcomers try things; off with PostgreSQL, where people are served.</summary>
    public bool? Enabled { get; set; }
}
