namespace MultiBot.Domain.Commands;

/// <summary>Codes of refused chat commands; their meanings stand in docs/errors.md.</summary>
public static class CommandCodes
{
    public const string Unknown = "command.unknown";
    public const string Arguments = "command.arguments";
    public const string Chat = "command.chat";
    public const string NameUnknown = "command.name_unknown";
    public const string NameAmbiguous = "command.name_ambiguous";
    public const string Page = "command.page";
    public const string TooOld = "command.too_old";
    public const string Edited = "command.edited";
    public const string Failed = "command.failed";
    public const string OwnChat = "command.own_chat";
}
