namespace MultiBot.Storage.Privacy;

/// <summary>
/// Where a person's rows are, in both databases. A table with a <c>chat_id</c> stands in one of these lists, or a test fails.
/// Conversations are erased apart from them: they are many.
/// </summary>
internal static class PersonTables
{
    public const string Conversations = "conversations";

    /// <summary>All rows of the chat go.</summary>
    public static readonly string[] Erased = ["chats", "user_profiles", "parked_messages", "dead_events", "decisions", "initiatives", "drafts", "contact_names"];

    /// <summary>Rows stay as long as they would: they hold ids and codes, never a text or a name.</summary>
    public static readonly string[] HoldIdsOnly = ["events"];
}
