using System.ComponentModel.DataAnnotations;

namespace MultiBot.PlainPeer;

/// <summary>From the command line (<c>--Peer:Tokens=…</c>) or the environment (<c>Peer__Tokens</c>).</summary>
internal sealed class PeerSettings
{
    public const string Section = "Peer";

    /// <summary>Bot tokens, apart by commas.</summary>
    [Required]
    public string Tokens { get; set; } = "";

    [Required]
    public string BotApiUrl { get; set; } = "https://api.telegram.org";

    /// <summary>An OpenAI-compatible endpoint.</summary>
    [Required]
    public string LlmEndpoint { get; set; } = "https://api.openai.com/v1";

    [Required]
    public string LlmKey { get; set; } = "";

    [Required]
    public string LlmModel { get; set; } = "gpt-5-mini";

    [Required]
    public string Persona { get; set; } = "You are a friendly and attentive companion in a Telegram chat. You are warm, brief and curious about the person.";

    /// <summary>Lines of a prompt.</summary>
    [Range(1, 200)]
    public int HistoryMessages { get; set; } = 20;

    /// <summary>Connections to PostgreSQL: its server allows 100 in all by default.</summary>
    [Range(1, 1_000)]
    public int Connections { get; set; } = 32;

    /// <summary>Npgsql prepares statements only where it is told to; most programs never tell it.</summary>
    public bool Prepared { get; set; }

    public IEnumerable<string> EachToken => Tokens.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
