using MultiBot.Domain.Chats;

namespace MultiBot.Storage.Privacy;

/// <summary>The erasures as a database has them, for whoever keeps them and the notes outside alike.</summary>
internal interface IErasureRows
{
    Task<List<ErasureNote>> ListAsync(CancellationToken cancellation);
    Task<ErasureNote?> FindAsync(byte[] person, CancellationToken cancellation);

    /// <summary>Every chat of which anything is held.</summary>
    Task<List<ChatKey>> ListChatsAsync(CancellationToken cancellation);

    /// <summary>Erases a person again, as of then; no bot need run.</summary>
    Task EraseAsync(ChatKey chat, ErasureNote note, CancellationToken cancellation);

    /// <summary>Keeps the tombstone of somebody of whom nothing is held.</summary>
    Task RestoreAsync(ErasureNote note, CancellationToken cancellation);
}
