using System.Text;

namespace MultiBot.Storage.Privacy;

/// <summary>
/// The erasures beside the database, so that a restored backup does not bring anybody back: a file in the data folder to which lines are
/// added and from which none is ever taken. It grows by some 110 bytes an erasure.
/// </summary>
internal sealed class ErasureLog(string dataFolder)
{
    public const string Name = "erasures.log";

    private readonly Lock _writing = new();

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), Name);

    /// <summary>The last note of each person, and how many lines could not be read. A line that a crash cut short is one of these.</summary>
    public (Dictionary<string, ErasureNote> Notes, int Damaged) Read()
    {
        var notes = new Dictionary<string, ErasureNote>();
        var damaged = 0;
        foreach (var line in File.Exists(Path) ? File.ReadLines(Path, Encoding.ASCII) : [])
        {
            if (ErasureNote.Read(line) is not { } note) damaged++;
            else if (!notes.TryGetValue(note.Key, out var known) || known.ErasedAt <= note.ErasedAt) notes[note.Key] = note;
        }

        return (notes, damaged);
    }

    /// <summary>On the disk when this returns.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Add(IEnumerable<ErasureNote> notes)
    {
        try
        {
            lock (_writing)
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
                using var file = new FileStream(Path, OwnerOnly());
                // A line that a crash cut short ends here.
                var start = file.Seek(0, SeekOrigin.End) > 0 && LastByte(file) != '\n' ? "\n" : "";
                file.Write(Encoding.ASCII.GetBytes(start + string.Concat(notes.Select(note => note.ToLine() + '\n'))));
                file.Flush(flushToDisk: true);
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private static int LastByte(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte();
    }

    private static FileStreamOptions OwnerOnly()
    {
        var file = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return file;
    }
}
