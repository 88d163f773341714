using MultiBot.Domain.Bots;
using MultiBot.Domain.Sessions;

namespace MultiBot.Telegram.Accounts;

/// <summary>What each kind of account can do: the one table.</summary>
internal static class AccountCapabilities
{
    /// <summary>Longest text of one message, in UTF-16 code units (core.telegram.org/bots/api#sendmessage).</summary>
    private const int LongestText = 4096;

    public static SessionCapabilities Of(AccountKind kind) => kind switch
    {
        AccountKind.Bot => new() { CanWriteFirst = false, CanMarkRead = false, SeesDeletions = false, IdempotentSends = false, MaxTextLength = LongestText },
        AccountKind.User => new() { CanWriteFirst = true, CanMarkRead = true, SeesDeletions = true, IdempotentSends = true, MaxTextLength = LongestText },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
