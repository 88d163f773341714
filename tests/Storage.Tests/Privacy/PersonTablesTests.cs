using Microsoft.Data.Sqlite;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Tests.Fixtures;
using MultiBot.Storage.Tests.Postgres;

namespace MultiBot.Storage.Tests.Privacy;

/// <summary>No table is forgotten when a person is erased: whoever adds one with a <c>chat_id</c> says in <see cref="PersonTables"/> what becomes of it.</summary>
public sealed class PersonTablesTests
{
    private static readonly string[] Listed = [PersonTables.Conversations, .. PersonTables.Erased, .. PersonTables.HoldIdsOnly];

    [Fact]
    public async Task Sqlite_HasNoTableOfPersonsThatIsNotListed()
    {
        await using var store = await SqliteFixture.CreateAsync();
        await using var connection = new SqliteConnection($"Data Source={store.Folder.Database};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT t.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'chat_id'";
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var found = new List<string>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken)) found.Add(rows.GetString(0));

        Assert.Equal(Listed.Order(), found.Order());
    }

    [Fact]
    public async Task Postgres_HasNoTableOfPersonsThatIsNotListed()
    {
        await using var store = await PostgresFixture.CreateAsync();
        var found = await PostgresHarness.ReadAsync(
            store.Database,
            """
            SELECT c.table_name FROM information_schema.columns c JOIN pg_class t ON t.oid = format('multibot.%I', c.table_name)::regclass
            WHERE c.table_schema = 'multibot' AND c.column_name = 'chat_id' AND NOT t.relispartition AND t.relkind IN ('r', 'p')
            """);

        Assert.Equal(Listed.Select(table => $"({table})").Order(), found.Order());
    }
}
