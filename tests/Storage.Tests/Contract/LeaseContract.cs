using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

public abstract class LeaseContract : StoreContract
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(10);
    private static readonly BotId Anna = BotId.Parse("anna");

    [Fact]
    public async Task Claim_OfAFreeBot_IsGrantedAndTheSameAgain()
    {
        var silo = await RegisterAsync("one");

        var granted = await GrantedAsync(silo);

        Assert.Equal(Store.Clock.GetUtcNow().ToUnixTimeMilliseconds(), granted);
        Assert.Equal(granted, await GrantedAsync(silo));
    }

    [Fact]
    public async Task Claim_OfABotHeldByALivingSilo_NamesIt()
    {
        await GrantedAsync(await RegisterAsync("one"));

        var answer = await Store.Leases.ClaimAsync(Anna, await RegisterAsync("two"), Cancellation);

        Assert.Equal(new ClaimResult.HeldElsewhere("one"), answer);
    }

    [Fact]
    public async Task Claim_AfterTheHolderExpired_IsGrantedWithAHigherEpochAndTheHolderNeverRevives()
    {
        var old = await RegisterAsync("one");
        var first = await GrantedAsync(old);
        Store.Clock.Advance(TimeToLive);
        var silo = await RegisterAsync("two");

        Assert.True(await GrantedAsync(silo) > first);

        Assert.False(await Store.Leases.RenewAsync(old, TimeToLive, Cancellation));
        Assert.Equal(new ClaimResult.Expired(), await Store.Leases.ClaimAsync(Anna, old, Cancellation));
    }

    [Fact]
    public async Task Epoch_RisesEvenWhenTheClockWentBack()
    {
        var silo = await RegisterAsync("one");
        var first = await GrantedAsync(silo);
        await Store.Leases.ReleaseAsync(Anna, silo, first, Cancellation);

        Assert.Equal(first + 1, await GrantedAsync(silo));
    }

    [Fact]
    public async Task Renewal_KeepsASiloAliveOnlyWhileItLives()
    {
        var silo = await RegisterAsync("one");
        Store.Clock.Advance(TimeToLive / 2);
        Assert.True(await Store.Leases.RenewAsync(silo, TimeToLive, Cancellation));
        Store.Clock.Advance(TimeToLive - TimeSpan.FromMilliseconds(1));
        Assert.True(await Store.Leases.RenewAsync(silo, TimeToLive, Cancellation));
        Store.Clock.Advance(TimeToLive);

        Assert.False(await Store.Leases.RenewAsync(silo, TimeToLive, Cancellation));
        await Store.Leases.RegisterAsync(Incarnation(silo, "one"), TimeToLive, Cancellation);
        Assert.False(await Store.Leases.RenewAsync(silo, TimeToLive, Cancellation));
    }

    [Fact]
    public async Task Retire_FreesTheBotsAtOnce()
    {
        var old = await RegisterAsync("one");
        var first = await GrantedAsync(old);

        await Store.Leases.RetireAsync(old, Cancellation);

        Assert.False(await Store.Leases.RenewAsync(old, TimeToLive, Cancellation));
        Assert.True(await GrantedAsync(await RegisterAsync("two")) > first);
    }

    [Fact]
    public async Task Release_OfALeaseThatIsNotOursAnyMore_HasNoEffect()
    {
        var silo = await RegisterAsync("one");
        var epoch = await GrantedAsync(silo);

        await Store.Leases.ReleaseAsync(Anna, silo, epoch - 1, Cancellation);
        await Store.Leases.ReleaseAsync(Anna, Guid.NewGuid(), epoch, Cancellation);

        Assert.Equal(epoch, await GrantedAsync(silo));
    }

    [Fact]
    public async Task List_ShowsTheLivingWithTheirBots()
    {
        await RegisterAsync("gone");
        Store.Clock.Advance(TimeToLive);
        var silo = await RegisterAsync("one");
        await GrantedAsync(silo);
        await Store.Leases.ClaimAsync(BotId.Parse("bert"), silo, Cancellation);

        var info = Assert.Single(await Store.Leases.ListAsync(Cancellation));

        Assert.Equal(new IncarnationInfo(Incarnation(silo, "one"), Store.Clock.GetUtcNow(), Store.Clock.GetUtcNow() + TimeToLive, 2), info);
    }

    private async Task<Guid> RegisterAsync(string silo)
    {
        var id = Guid.NewGuid();
        await Store.Leases.RegisterAsync(Incarnation(id, silo), TimeToLive, Cancellation);
        return id;
    }

    private static Incarnation Incarnation(Guid id, string silo) => new() { Id = id, Silo = silo, Address = "127.0.0.1:11111", HttpPort = 5080 };

    private async Task<long> GrantedAsync(Guid incarnation) =>
        Assert.IsType<ClaimResult.Granted>(await Store.Leases.ClaimAsync(Anna, incarnation, Cancellation)).Epoch;
}
