using MultiBot.Storage.Sqlite.Commits;
using MultiBot.Storage.Sqlite.Conversations;
using MultiBot.Storage.Sqlite.Keys;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Startup;

/// <summary>What a started storage is made of.</summary>
internal sealed record OpenDatabase(ProcessLock Lock, GroupCommitWriter Writer, SessionPool Readers, DataKeys Keys, MessageCodec Codec) : IDisposable
{
    /// <summary>The lock goes last: until then nobody else may open the file.</summary>
    public void Dispose()
    {
        Writer.Dispose();
        Readers.Dispose();
        Lock.Dispose();
    }
}
