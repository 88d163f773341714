using Npgsql;

namespace MultiBot.Cluster.Tests.Fixtures;

/// <summary>How many messages of all bots are on record as perhaps sent twice, or perhaps not at all.</summary>
internal sealed class UncertainRows(string adminConnectionString)
{
    public async Task<long> CountAsync()
    {
        // Unpooled: the server crashes between two calls.
        await using var connection = new NpgsqlConnection($"{adminConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM multibot.conversations WHERE uncertain", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
