using MultiBot.Domain.Events;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using MultiBot.Storage.Tests.Fixtures;
using Npgsql;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>Numbers drawn in one order and committed in another; transactions that are no business of the log; and its days.</summary>
public sealed class EventOrderTests : IAsyncLifetime
{
    private const string Insert =
        "INSERT INTO multibot.events (bot_id, type, at, data) VALUES ('anna', 'MessageReceived', multibot.clock(), '{}') RETURNING seq";

    private readonly EventHorizon _horizon = new(0);
    private PostgresFixture _store = null!;
    private TestBot _anna = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await PostgresFixture.CreateAsync();
        _anna = await TestBot.RegisterAsync(_store, "anna");
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
    }

    [Fact]
    public async Task WriterThatIsHeldOpen_HoldsLaterEventsBackAndIsNotSkipped()
    {
        var start = await SafeAsync();
        await using var slow = await _store.OpenAdminAsync();
        await using var transaction = await slow.BeginTransactionAsync(Cancellation);
        var early = await InsertAsync(slow);
        var late = await HearAsync(1);
        Assert.True(early < late);

        Assert.Equal(start, await SafeAsync());
        Assert.Empty(await BehindAsync(start));
        // Who comes later is not waited for longer than that.
        await HearAsync(2);
        Assert.Equal(start, await SafeAsync());

        await transaction.CommitAsync(Cancellation);
        Assert.True(await SafeAsync() >= late);
        Assert.Equal([early, late], (await BehindAsync(start)).Take(2));
    }

    /// <summary>With one snapshot for both, what a glance reads would be older than its look, and what was committed between them skipped for good.</summary>
    [Fact]
    public async Task Glance_WhateverTheDatabasePrefers_ReadsWhatIsThereAfterItsLook()
    {
        await _store.AlterAsync($"ALTER DATABASE {_store.Database.Name} SET default_transaction_isolation = 'repeatable read'");
        await using var second = await _store.SecondAsync();

        var isolation = await second.Get<PostgresDatabase>().Open.Sessions.OfAllAsync(
            rows => rows.ListAsync(row => row.GetString(0)), Cancellation, new SqlStatement("SHOW transaction_isolation"));

        Assert.Equal(["read committed"], isolation);
    }

    [Fact]
    public async Task WriterThatGivesUp_LeavesAGapAndHoldsNobodyUp()
    {
        var start = await SafeAsync();
        await using var slow = await _store.OpenAdminAsync();
        await using (await slow.BeginTransactionAsync(Cancellation)) await InsertAsync(slow);
        var late = await HearAsync(1);

        Assert.Equal(late, await SafeAsync());
        Assert.Equal([late], await BehindAsync(start));
    }

    /// <summary>It was there before anybody looked: nothing is known of what it has drawn.</summary>
    [Fact]
    public async Task WriterThatRanBeforeTheFirstLook_HoldsEverythingBackFromTheStart()
    {
        await using var slow = await _store.OpenAdminAsync();
        await using var transaction = await slow.BeginTransactionAsync(Cancellation);
        await InsertAsync(slow);
        await HearAsync(1);

        Assert.Equal(0, await SafeAsync());
        await transaction.RollbackAsync(Cancellation);
        Assert.True(await SafeAsync() > 0);
        Assert.Equal(2, (await BehindAsync(0)).Length);
    }

    [Fact]
    public async Task TransactionsOnOtherTablesAndInOtherDatabases_HoldNothingUp()
    {
        await using var elsewhere = await _store.OpenAdminAsync();
        await using var open = await elsewhere.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(elsewhere, "UPDATE multibot.bots SET search = search");
        await ExecuteAsync(elsewhere, "SELECT count(*) FROM multibot.events");

        var server = await PostgresHarness.ServerAsync();
        var other = await server.CreateDatabaseAsync(Cancellation);
        await using var another = await PostgresHarness.OpenAsync(server.AdminConnectionString(other.Name));
        await ExecuteAsync(another, "CREATE TABLE events (seq bigint)");
        await using var openThere = await another.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(another, "INSERT INTO events VALUES (1)");

        await SafeAsync();
        var last = await HearAsync(1);
        Assert.Equal(last, await SafeAsync());
    }

    [Fact]
    public async Task WriterThatDoesNotEnd_IsNamedWithProcessAndApplication()
    {
        await using var slow = await PostgresHarness.OpenAsync(new NpgsqlConnectionStringBuilder(_store.Admin) { ApplicationName = "the culprit" }.ConnectionString);
        await using var transaction = await slow.BeginTransactionAsync(Cancellation);
        await InsertAsync(slow);

        var writer = Assert.Single((await _store.Events.LookAsync(Cancellation)).Writers);
        var who = await _store.Events.DescribeWriterAsync(writer, Cancellation);

        Assert.Contains($"process {slow.ProcessID} of the database, application «the culprit»", who, StringComparison.Ordinal);
        await transaction.RollbackAsync(Cancellation);
        Assert.Null(await _store.Events.DescribeWriterAsync(writer, Cancellation));
    }

    [Fact]
    public async Task Commit_OfOneSilo_WakesTheOther()
    {
        await using var other = await _store.SecondAsync();
        // The start of listening wakes once by itself, and so may earlier commits: from some moment on each wait ends with one commit.
        for (var message = 1; message <= 5; message++)
        {
            var woken = other.Events.WaitAsync(Cancellation);
            await HearAsync(message);
            await woken.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        }
    }

    [Fact]
    public async Task Days_AreMadeInAdvanceAndDroppedWhole()
    {
        Assert.True((await DaysAsync()).Count >= 4, "The start has made no days.");
        _store.Clock.Advance(TimeSpan.FromDays(400));
        await _store.Retention.KeepAsync(7, Cancellation);
        var days = await DaysAsync();
        Assert.Equal(["events_20271206", "events_20271207", "events_20271208", "events_20271209"], days.Where(day => day.StartsWith("events_2027", StringComparison.Ordinal)));
        await HearAsync(1);
        Assert.Equal("1", Assert.Single(await ColumnAsync("SELECT count(*) FROM multibot.events_20271206")));

        _store.Clock.Advance(TimeSpan.FromDays(9));
        var forgotten = await _store.Retention.KeepAsync(7, Cancellation);

        Assert.Equal(2, forgotten.Days);
        Assert.DoesNotContain("events_20271206", await DaysAsync());
        await CleanAsync();
    }

    [Fact]
    public async Task Event_OfADayThatWasNotMade_IsKeptInTheRestAndForgottenInTime()
    {
        _store.Clock.Advance(TimeSpan.FromDays(500));
        await HearAsync(1);
        Assert.Equal("1", Assert.Single(await ColumnAsync("SELECT count(*) FROM multibot.events_rest WHERE type = 'MessageReceived'")));
        // The day can't be made any more; the next ones can.
        await _store.Retention.KeepAsync(7, Cancellation);
        await HearAsync(2);
        Assert.Equal("2", Assert.Single(await ColumnAsync("SELECT count(*) FROM multibot.events_rest WHERE type = 'MessageReceived'")));

        _store.Clock.Advance(TimeSpan.FromDays(8));
        var forgotten = await _store.Retention.KeepAsync(7, Cancellation);

        Assert.Equal(2, forgotten.Events);
        await CleanAsync();
    }

    /// <summary>Days of a far future would be in the way of other tests on this database.</summary>
    private Task CleanAsync() => _store.AlterAsync("SELECT 1");

    private async Task<long> SafeAsync() => _horizon.Observe(await _store.Events.LookAsync(Cancellation));

    private async Task<long[]> BehindAsync(long after) =>
        [.. (await _store.Events.ReadAsync(new EventQuery { After = after, UpTo = _horizon.Safe }, Cancellation)).Select(logged => logged.Seq)];

    private async Task<long> HearAsync(long message)
    {
        await _anna.HearAsync(message);
        return (await _store.Events.ReadAsync(new EventQuery(), Cancellation))[^1].Seq;
    }

    private static async Task<long> InsertAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Insert, connection);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private Task<List<string>> DaysAsync() =>
        ColumnAsync("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'multibot.events'::regclass ORDER BY 1");

    private async Task<List<string>> ColumnAsync(string sql) => [.. (await PostgresHarness.ReadAsync(_store.Database, sql)).Select(row => row.Trim('(', ')'))];
}
