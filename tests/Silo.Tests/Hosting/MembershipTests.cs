using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Membership;
using Orleans.Runtime.MembershipService;

namespace MultiBot.Silo.Tests.Hosting;

/// <summary>Our statements for the list of silos, used as Orleans' own classes use them. Each test has a cluster of its own.</summary>
public sealed class MembershipTests(OrleansOnPostgres postgres) : IClassFixture<OrleansOnPostgres>
{
    private static readonly DateTime Noon = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);
    private readonly ClusterOptions cluster = new() { ClusterId = $"cluster-{Guid.NewGuid():N}", ServiceId = "tests" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_OfANewCluster_IsEmptyAndAtItsFirstVersion()
    {
        var table = await TableAsync();
        // A second silo that starts.
        await TableAsync();

        var list = await table.ReadAllAsync(Cancellation);

        Assert.Empty(list.Members);
        Assert.Equal((0, "0"), (list.Version.Version, list.Version.VersionEtag));
    }

    [Fact]
    public async Task Silo_WhenInserted_IsReadBackWithAllItHas()
    {
        var table = await TableAsync();
        var entry = Silo(1, SiloStatus.Joining);
        Assert.True(await table.InsertRowAsync(entry, await NextAsync(table), Cancellation));

        var all = await table.ReadAllAsync(Cancellation);
        var one = await table.ReadRowAsync(entry.SiloAddress, Cancellation);
        var none = await table.ReadRowAsync(Silo(2).SiloAddress, Cancellation);

        var read = Assert.Single(all.Members).Item1;
        Assert.Equal(
            (entry.SiloAddress, entry.SiloName, entry.HostName, SiloStatus.Joining, entry.ProxyPort, Noon, Noon),
            (read.SiloAddress, read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime));
        Assert.Equal(entry.SiloAddress, Assert.Single(one.Members).Item1.SiloAddress);
        Assert.Empty(none.Members);
        Assert.Equal([1, 1, 1], new[] { all, one, none }.Select(answer => answer.Version.Version));
    }

    [Fact]
    public async Task Changes_FromAnOldVersion_AreRefusedAndChangeNothing()
    {
        var table = await TableAsync();
        var old = await NextAsync(table);
        Assert.True(await table.InsertRowAsync(Silo(1), old, Cancellation));

        Assert.False(await table.InsertRowAsync(Silo(2), old, Cancellation));
        Assert.False(await UpdateAsync(table, Silo(1, SiloStatus.Dead), old));

        var list = await table.ReadAllAsync(Cancellation);
        Assert.Equal(SiloStatus.Active, Assert.Single(list.Members).Item1.Status);
        Assert.Equal(1, list.Version.Version);
    }

    [Fact]
    public async Task Changes_ThatHitNothingOrWhatIsThere_DoNotRaiseTheVersion()
    {
        var table = await TableAsync();
        Assert.True(await table.InsertRowAsync(Silo(1), await NextAsync(table), Cancellation));

        Assert.False(await table.InsertRowAsync(Silo(1), await NextAsync(table), Cancellation));
        Assert.False(await UpdateAsync(table, Silo(2), await NextAsync(table)));

        Assert.Equal(1, (await table.ReadAllAsync(Cancellation)).Version.Version);
    }

    [Fact]
    public async Task Changes_OfManyAtOnce_PassOneByOne()
    {
        var table = await TableAsync();
        var version = await NextAsync(table);

        var answers = await Task.WhenAll(Enumerable.Range(1, 16).Select(number => table.InsertRowAsync(Silo(number), version, Cancellation)));

        Assert.Single(answers, inserted => inserted);
        var list = await table.ReadAllAsync(Cancellation);
        Assert.Equal((1, 1), (list.Members.Count, list.Version.Version));
    }

    [Fact]
    public async Task Silo_WhenSuspectedAndDeclaredDead_ShowsWhoSaidSo()
    {
        var table = await TableAsync();
        Assert.True(await table.InsertRowAsync(Silo(1), await NextAsync(table), Cancellation));
        var dead = Silo(1, SiloStatus.Dead);
        dead.AddSuspector(Silo(2).SiloAddress, Noon);
        Assert.True(await UpdateAsync(table, dead, await NextAsync(table)));

        var read = Assert.Single((await table.ReadAllAsync(Cancellation)).Members).Item1;

        Assert.Equal((SiloStatus.Dead, (Silo(2).SiloAddress, Noon)), (read.Status, (read.SuspectTimes!.Single().Item1, read.SuspectTimes!.Single().Item2)));
    }

    [Fact]
    public async Task SignOfLife_ChangesTheTimeAndNotTheVersion()
    {
        var table = await TableAsync();
        Assert.True(await table.InsertRowAsync(Silo(1), await NextAsync(table), Cancellation));
        var alive = Silo(1);
        alive.IAmAliveTime = Noon.AddMinutes(1);
        await table.UpdateIAmAliveAsync(alive, Cancellation);

        var list = await table.ReadAllAsync(Cancellation);

        Assert.Equal((Noon.AddMinutes(1), 1), (Assert.Single(list.Members).Item1.IAmAliveTime, list.Version.Version));
    }

    [Fact]
    public async Task CleanUp_RemovesTheDeadOfLongAgoOnly()
    {
        var table = await TableAsync();
        foreach (var (number, status, alive) in new[]
        {
            (1, SiloStatus.Dead, Noon), (2, SiloStatus.Dead, Noon.AddHours(1)), (3, SiloStatus.Active, Noon), (4, SiloStatus.ShuttingDown, Noon),
        })
        {
            var entry = Silo(number, status);
            entry.IAmAliveTime = alive;
            Assert.True(await table.InsertRowAsync(entry, await NextAsync(table), Cancellation));
        }

        // A hair after the youngest that is meant, as Orleans asks.
        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Noon.AddTicks(1)), Cancellation);

        Assert.Equal(["silo-2", "silo-3", "silo-4"], (await table.ReadAllAsync(Cancellation)).Members.Select(member => member.Item1.SiloName).Order());
    }

    [Fact]
    public async Task Gateways_AreThoseOfLivingSilosThatHaveOne()
    {
        var table = await TableAsync();
        var closed = Silo(3);
        closed.ProxyPort = 0;
        foreach (var entry in new[] { Silo(1), Silo(2, SiloStatus.Dead), closed, Silo(4, SiloStatus.Joining) })
            Assert.True(await table.InsertRowAsync(entry, await NextAsync(table), Cancellation));
        var silo = postgres.Services.GetRequiredService<IOptions<AdoNetClusteringSiloOptions>>().Value;
        var options = Options.Create(new AdoNetClusteringClientOptions { Invariant = silo.Invariant, ConnectionString = silo.ConnectionString });
        var gateways = new AdoNetGatewayListProvider(
            NullLogger<AdoNetGatewayListProvider>.Instance, postgres.Services, options, Options.Create(new GatewayOptions()), Options.Create(cluster));
        await gateways.InitializeGatewayListProvider();

        Assert.Equal([30001], (await gateways.GetGateways()).Select(gateway => gateway.Port));
    }

    [Fact]
    public async Task Cluster_WhenDeleted_LeavesOthersAlone()
    {
        var table = await TableAsync();
        Assert.True(await table.InsertRowAsync(Silo(1), await NextAsync(table), Cancellation));
        await table.DeleteMembershipTableEntriesAsync(cluster.ClusterId, Cancellation);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);

        Assert.Empty((await table.ReadAllAsync(Cancellation)).Members);
        // The silo that this test runs in is one of another cluster.
        var own = await postgres.Services.GetRequiredService<IMembershipTable>().ReadAllAsync(Cancellation);
        Assert.Equal(SiloStatus.Active, Assert.Single(own.Members).Item1.Status);
    }

    private static MembershipEntry Silo(int number, SiloStatus status = SiloStatus.Active) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11000 + number, 1),
        SiloName = $"silo-{number}",
        HostName = "here",
        Status = status,
        ProxyPort = 30000 + number,
        StartTime = Noon,
        IAmAliveTime = Noon,
    };

    private static async Task<TableVersion> NextAsync(AdoNetClusteringTable table) => (await table.ReadAllAsync(Cancellation)).Version.Next();

    /// <summary>A row's tag is the list's version: with another one Orleans would refuse before it asks the database.</summary>
    private static Task<bool> UpdateAsync(AdoNetClusteringTable table, MembershipEntry entry, TableVersion version) =>
        table.UpdateRowAsync(entry, version.VersionEtag, version, Cancellation);

    private async Task<AdoNetClusteringTable> TableAsync()
    {
        var options = postgres.Services.GetRequiredService<IOptions<AdoNetClusteringSiloOptions>>();
        var table = new AdoNetClusteringTable(postgres.Services, Options.Create(cluster), options, NullLogger<AdoNetClusteringTable>.Instance);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);
        return table;
    }
}
