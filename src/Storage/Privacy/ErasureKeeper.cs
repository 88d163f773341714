using MultiBot.Domain.Storage;
using MultiBot.Storage.Startup;

namespace MultiBot.Storage.Privacy;

/// <summary>
/// Keeps the database and the notes beside it alike. At start: what is noted and not in the database was taken back by a restored backup, and
/// is carried out again before any bot runs. Afterwards: what another silo erased is noted here too.
/// </summary>
internal sealed partial class ErasureKeeper(PersonHashes people, ErasureLog log, IErasureRows rows, ILogger logger)
{
    /// <summary>To be called before anything else touches the storage.</summary>
    /// <exception cref="StorageStartupException">The notes can't be read or written.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            var (notes, damaged) = log.Read();
            if (damaged > 0) LinesDamaged(log.Path, damaged);
            var stored = (await rows.ListAsync(cancellation)).ToDictionary(row => row.Key);
            var undone = notes.Values.Where(note => !stored.TryGetValue(note.Key, out var row) || row.ErasedAt < note.ErasedAt).ToDictionary(note => note.Key);
            if (undone.Count > 0) await CarryOutAsync(undone, cancellation);
            Add(stored.Values.Where(row => !notes.ContainsKey(row.Key)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageStartupException(
                StorageCodes.FolderUnwritable, $"The erasures noted in {log.Path} can't be read or written. Make the file readable and writable for this user.", exception);
        }
    }

    /// <summary>Notes whatever was erased and is not noted.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public async Task NoteAllAsync(CancellationToken cancellation)
    {
        var stored = await rows.ListAsync(cancellation);
        if (stored.Count == 0) return;
        var (notes, _) = log.Read();
        Add(stored.Where(row => !notes.TryGetValue(row.Key, out var note) || note.ErasedAt < row.ErasedAt));
    }

    /// <summary>Notes an erasure that was just committed; whoever asked for it is told afterwards.</summary>
    /// <exception cref="ErasureNotNotedException">The person is erased, the note is missing.</exception>
    public async Task<SliceAnswer<TResult>> NotedAsync<TResult>(EraseSlice slice, Task<SliceAnswer<TResult>> committed)
        where TResult : class
    {
        var answer = await committed;
        if (answer is not SliceAnswer<TResult>.Accepted { Result: Erased { Found: true, Rest: false } }) return answer;
        try
        {
            if (await rows.FindAsync(people.Of(slice.Bot, slice.Chat), CancellationToken.None) is { } note) Add([note]);
        }
        catch (IOException exception)
        {
            throw new ErasureNotNotedException($"It could not be noted in {log.Path}: {exception.Message}", exception);
        }

        return answer;
    }

    private void Add(IEnumerable<ErasureNote> notes)
    {
        var missing = notes.ToList();
        if (missing.Count > 0) log.Add(missing);
    }

    private async Task CarryOutAsync(Dictionary<string, ErasureNote> undone, CancellationToken cancellation)
    {
        var again = 0;
        foreach (var chat in await rows.ListChatsAsync(cancellation))
        {
            if (!undone.Remove(Convert.ToHexStringLower(people.Of(chat)), out var note)) continue;
            await rows.EraseAsync(chat, note, cancellation);
            again++;
        }

        foreach (var note in undone.Values) await rows.RestoreAsync(note, cancellation);
        CarriedOutAgain(again, undone.Count);
    }

    [LoggerMessage(EventName = "erasures.carried_out_again", Level = LogLevel.Warning, Message = "The database is older than erasures that are noted: {Erased} persons were erased again, of {Unknown} more it knew nothing.")]
    private partial void CarriedOutAgain(int erased, int unknown);

    [LoggerMessage(EventName = "erasures.lines_damaged", Level = LogLevel.Warning, Message = "{Count} lines of {Path} can't be read and are passed over; one is usual after a crash.")]
    private partial void LinesDamaged(string path, int count);
}
