using MultiBot.Storage.Keys;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Secrets;
using MultiBot.Storage.Sqlite.Commits;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Startup;

/// <summary>What a started storage is made of.</summary>
internal sealed record OpenDatabase(ProcessLock Lock, SqliteSession Session, GroupCommitWriter Writer, SessionPool Readers, DataKeys Keys, MasterKey Master, MessageCodec Codec, PersonHashes People) : IDisposable
{
    /// <summary>
    /// What waits is written first. The writing connection closes after the readers, since the last one to close moves the WAL
    /// into the file and a reader can't. The lock goes last: until then nobody else may open the file.
    /// </summary>
    public void Dispose()
    {
        Writer.Dispose();
        Readers.Dispose();
        Session.Dispose();
        Lock.Dispose();
    }
}
