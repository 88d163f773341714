namespace MultiBot.Domain.Events;

/// <summary>Keeps the log, and the figures that are made of it, at their size. Any silo may call it at any time; while one does, the others have nothing to do.</summary>
public interface IEventRetention
{
    /// <summary>Makes room for the days to come and forgets what is older than <paramref name="days"/>. May be called again.</summary>
    /// <exception cref="Storage.StoreUnavailableException">Not all is done; the next call goes on.</exception>
    Task<EventsForgotten> KeepAsync(int days, CancellationToken cancellation);

    /// <summary>Forgets the figures of hours that began more than <paramref name="days"/> ago, in short transactions. May be called again.</summary>
    /// <returns>How many hours of bots are gone.</returns>
    /// <exception cref="Storage.StoreUnavailableException">Not all is done; the next call goes on.</exception>
    Task<long> ForgetFiguresAsync(int days, CancellationToken cancellation);

    /// <summary>The same of decisions, with the prompts they hold, and of drafts that wait for nobody any more.</summary>
    /// <returns>How many are gone.</returns>
    /// <exception cref="Storage.StoreUnavailableException">Not all is done; the next call goes on.</exception>
    Task<long> ForgetDecisionsAsync(int days, CancellationToken cancellation);
}

/// <param name="Days">Whole days, dropped with all their events.</param>
/// <param name="Events">Single ones.</param>
public sealed record EventsForgotten(int Days, long Events);
