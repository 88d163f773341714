namespace MultiBot.Domain.Storage;

/// <summary>A person is erased, but the note of it outside of the database could not be written: a backup restored now would bring them back. It is tried again by itself.</summary>
public sealed class ErasureNotNotedException : IOException
{
    public ErasureNotNotedException(string message, Exception inner) : base(message, inner) { }
    public ErasureNotNotedException(string message) : base(message) { }
    public ErasureNotNotedException() { }
}
