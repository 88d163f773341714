using System.Globalization;
using MultiBot.PrivatePostgres;
using Npgsql;

namespace MultiBot.Storage.Commit;

/// <summary>What the server spends on each statement inside the commit function.</summary>
internal sealed class StatementCosts(PostgresServer server)
{
    private const int Shown = 16;

    private const string Select =
        """
        SELECT total_exec_time * 1000, calls, rows, regexp_replace(left(query, 90), '\s+', ' ', 'g') FROM pg_stat_statements
        WHERE NOT query LIKE '%commit_slices%' ORDER BY total_exec_time DESC LIMIT $1
        """;

    public static PostgresServerOptions Options { get; } = new()
    {
        Settings = ["shared_preload_libraries=pg_stat_statements", "pg_stat_statements.track=all"],
    };

    public Task ResetAsync() => ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pg_stat_statements; SELECT pg_stat_statements_reset()");

    public async Task PrintAsync(double messages)
    {
        await using var source = NpgsqlDataSource.Create(server.AdminConnectionString());
        await using var command = source.CreateCommand(Select);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Shown });
        await using var rows = await command.ExecuteReaderAsync();
        Console.WriteLine("   µs a message      calls       rows  statement");
        while (await rows.ReadAsync())
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows.GetDouble(0) / messages,15:F1} {rows.GetInt64(1),10} {rows.GetInt64(2),10}  {rows.GetString(3)}"));
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.AdminConnectionString());
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
