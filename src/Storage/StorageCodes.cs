namespace MultiBot.Storage;

/// <summary>Codes of docs/errors.md that storage decides by itself.</summary>
public static class StorageCodes
{
    public const string FolderUnwritable = "storage.folder_unwritable";
    public const string Corrupt = "storage.corrupt";
    public const string InUse = "storage.in_use";
    public const string NewerSchema = "storage.newer_schema";
    public const string ProviderUnsupported = "storage.provider_unsupported";
    public const string ConnectionString = "storage.connection_string";
    public const string LoginRefused = "storage.login_refused";
    public const string DatabaseMissing = "storage.database_missing";
    public const string Privileges = "storage.privileges";
    public const string Superuser = "storage.superuser";
    public const string MasterKeyMissing = "security.master_key_missing";
    public const string MasterKeyWrong = "security.master_key_wrong";

    /// <summary>The chat's mode does not let this row leave.</summary>
    public const string ChatMode = "chat.mode";

    /// <summary>What nobody asked for was written for a chat that has moved on.</summary>
    public const string ChatMovedOn = "chat.moved_on";

    /// <summary>The reply would have come later than the bot's maximum reply age.</summary>
    public const string ReplyTooOld = "reply.too_old";

    /// <summary>A message was parked and nobody said why.</summary>
    public const string ReplyFailed = "reply.failed";

    /// <summary>The row is settled, or another attempt holds it.</summary>
    public const string SendNotPending = "send.not_pending";

    /// <summary>An operator dropped a parked message.</summary>
    public const string DroppedByOperator = "message.dropped";
}
