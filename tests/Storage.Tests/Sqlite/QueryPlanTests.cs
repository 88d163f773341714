using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using MultiBot.Storage.Sqlite.Startup;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Sqlite;

/// <summary>No statement walks through a table that grows with the conversations.</summary>
public sealed partial class QueryPlanTests
{
    [GeneratedRegex(@"\bSCAN (m|e|conversations|chats|c|events|parked_messages|p|data_keys|metrics_data)\b")]
    private static partial Regex Scan { get; }

    [Fact]
    public async Task Statements_OnGrowingTables_UseAnIndex()
    {
        await using var store = await SqliteFixture.CreateAsync();
        using var connection = new SqliteConnection($"Data Source={store.Folder.Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var statements = Statements().ToList();

        Assert.True(statements.Count > 40, $"{statements.Count} statements");
        Assert.Empty(statements.Where(statement => Scan.IsMatch(PlanOf(connection, statement.Sql))).Select(statement => statement.Name));
    }

    /// <summary>Waiting messages and open rows are found by chat and position, not by going through all that was ever said.</summary>
    [Theory]
    [InlineData("ChatReader.SelectWaiting", "conversations_chat (bot_id=? AND chat_id=? AND rowid>?)")]
    [InlineData("ChatReader.SelectOpen", "conversations_outbound (bot_id=? AND chat_id=? AND turn>?)")]
    [InlineData("InboxRows.IgnoreWaiting", "conversations_chat (bot_id=? AND chat_id=? AND rowid>? AND rowid<?)")]
    [InlineData("OutboxRows.CancelPending", "conversations_outbound (bot_id=? AND chat_id=? AND turn>?)")]
    [InlineData("OutboxRows.SelectTurn", "conversations_outbound (bot_id=? AND chat_id=? AND turn=?)")]
    [InlineData("MessageRows.SelectInbox", "conversations_inbound (bot_id=? AND source_id=? AND chat_id=? AND entry=?)")]
    public async Task HotStatement_UsesTheIndexItWasMadeFor(string name, string search)
    {
        await using var store = await SqliteFixture.CreateAsync();
        using var connection = new SqliteConnection($"Data Source={store.Folder.Database};Mode=ReadOnly;Pooling=False");
        connection.Open();

        Assert.Contains(search, PlanOf(connection, Statements().Single(statement => statement.Name == name).Sql), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, string Sql)> Statements() =>
        from type in typeof(SqliteDatabase).Assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        where field.IsLiteral && field.FieldType == typeof(string)
        let sql = (string)field.GetRawConstantValue()!
        where sql.StartsWith("SELECT", StringComparison.Ordinal) || sql.StartsWith("UPDATE", StringComparison.Ordinal)
            || sql.StartsWith("DELETE", StringComparison.Ordinal) || sql.StartsWith("INSERT", StringComparison.Ordinal)
        where sql.Contains('?', StringComparison.Ordinal)
        select ($"{type.Name}.{field.Name}", sql);

    private static string PlanOf(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        for (var parameter = 1; parameter <= 20; parameter++)
        {
            if (sql.Contains($"?{parameter}", StringComparison.Ordinal)) command.Parameters.AddWithValue($"?{parameter}", DBNull.Value);
        }

        using var rows = command.ExecuteReader();
        var plan = new List<string>();
        while (rows.Read()) plan.Add(rows.GetString(3));
        return string.Join('\n', plan);
    }
}
