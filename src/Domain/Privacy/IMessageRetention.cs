using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Privacy;

/// <summary>What is to be gone in time: messages that bots keep for some days only, and the rest of long chats whose person was erased. Any silo may call it at any time.</summary>
public interface IMessageRetention
{
    /// <summary>
    /// Deletes settled messages older than <c>dataIsolation.retentionDays</c> of their bot, in short transactions. What still waits (for an answer,
    /// for an operator, to be sent) stays. Facts, summary and counts of the chat stay too.
    /// </summary>
    /// <param name="every">Of silos that share a database one does it in this time; the others have nothing to do.</param>
    /// <param name="cancellation">Gives up between two transactions.</param>
    /// <returns>How many messages are gone.</returns>
    /// <exception cref="StoreUnavailableException">Not all is done; the next call goes on.</exception>
    Task<long> ForgetMessagesAsync(TimeSpan every, CancellationToken cancellation);

    /// <summary>Deletes what a silo that stopped left of erased chats, and notes outside of the database what was erased and is not noted yet.</summary>
    /// <exception cref="StoreUnavailableException">Not all is done; the next call goes on.</exception>
    /// <exception cref="IOException">The note can't be written; the next call tries again.</exception>
    Task FinishErasuresAsync(CancellationToken cancellation);
}
