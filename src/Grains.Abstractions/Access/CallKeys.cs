namespace MultiBot.Grains.Abstractions.Access;

/// <summary>What a client's calls carry in Orleans' request context.</summary>
public static class CallKeys
{
    /// <summary>The caller's API key, as text (<c>mb_…</c>). Checked by the silo's grain-call filter; never logged.</summary>
    public const string ApiKey = "multibot.key";
}
