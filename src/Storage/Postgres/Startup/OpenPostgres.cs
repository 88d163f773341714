using MultiBot.Storage.Keys;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Commits;
using MultiBot.Storage.Postgres.Leases;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Startup;

/// <summary>What a started storage is made of.</summary>
internal sealed record OpenPostgres(
    NpgsqlDataSource Source, PostgresSessions Sessions, CommitWriter Writer, ClaimQueue Claims, DataKeys Keys, MessageCodec Codec) : IAsyncDisposable
{
    /// <summary>What waits is written first.</summary>
    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Claims.DisposeAsync();
        await Source.DisposeAsync();
    }
}
