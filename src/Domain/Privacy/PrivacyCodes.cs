namespace MultiBot.Domain.Privacy;

/// <summary>Codes of docs/errors.md.</summary>
public static class PrivacyCodes
{
    /// <summary>The person is on the list of those whom no bot may write to.</summary>
    public const string DoNotContact = "chat.do_not_contact";

    public const string EntryUnknown = "do_not_contact.not_found";
    public const string PersonMissing = "do_not_contact.person";
    public const string NoteTooLong = "do_not_contact.note";
    public const string ExpiryPast = "do_not_contact.expiry";

    /// <summary>What was erased is erased, but could not be noted outside of the database.</summary>
    public const string LogUnwritable = "erasure.log_unwritable";
}
