using MultiBot.Storage.Keys;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Bots;
using MultiBot.Storage.Postgres.Commits;
using MultiBot.Storage.Postgres.Conversations;
using MultiBot.Storage.Postgres.Events;
using MultiBot.Storage.Postgres.Leases;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Secrets;
using Npgsql;

namespace MultiBot.Storage.Postgres.Startup;

/// <summary>What a started storage is made of.</summary>
internal sealed record OpenPostgres : IAsyncDisposable
{
    public required NpgsqlDataSource Source { get; init; }

    /// <summary>
    /// A few connections of their own for what must never wait behind reads: the commits, the claims, and the renewal without which
    /// all sessions are cut.
    /// </summary>
    public required NpgsqlDataSource Lifeline { get; init; }

    public required PostgresSessions Sessions { get; init; }

    /// <summary>On the lifeline: silo lives and leases.</summary>
    public required PostgresSessions Lives { get; init; }

    public required CommitWriter Writer { get; init; }
    public required LeaseClaims Claims { get; init; }
    public required LeaseHandOvers HandOvers { get; init; }
    public required BotReads Reads { get; init; }
    public required ChatReader Chats { get; init; }
    public required ChatLoads ChatLoads { get; init; }
    public required EventNews News { get; init; }
    public required DataKeys Keys { get; init; }
    public required MasterKey Master { get; init; }
    public required MessageCodec Codec { get; init; }
    public required PersonHashes People { get; init; }

    /// <summary>What waits is written first.</summary>
    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Claims.DisposeAsync();
        await HandOvers.DisposeAsync();
        await Reads.DisposeAsync();
        await ChatLoads.DisposeAsync();
        await News.DisposeAsync();
        await Lifeline.DisposeAsync();
        await Source.DisposeAsync();
    }
}
