using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

public abstract class LeaseContract : StoreContract
{
    private static readonly LifeTerms Terms = new(FreshFor: TimeSpan.FromSeconds(3), TimeToLive: TimeSpan.FromSeconds(10), AccountWait: TimeSpan.FromSeconds(30));
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan TimeToLive = Terms.TimeToLive;
    private static readonly BotId Anna = BotId.Parse("anna");

    [Fact]
    public async Task Claim_OfAFreeBot_IsGrantedAndAgainUnderANewEpoch()
    {
        var silo = await RegisterAsync("one");

        var granted = await GrantedAsync(silo);

        Assert.Equal(Store.Clock.GetUtcNow().ToUnixTimeMilliseconds(), granted);
        var again = await GrantedAsync(silo);
        Assert.Equal(granted + 1, again);

        await Store.Leases.ReleaseAsync(Anna, silo, granted, Cancellation);
        Assert.False(await Store.Leases.HandOverAsync(Anna, silo, granted, await RegisterAsync("two"), Cancellation));
        Assert.Equal("one@1", await Store.Leases.FindHolderAsync(Anna, Cancellation));
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

        Assert.False(await Store.Leases.RenewAsync(old, Terms, Cancellation));
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
        Assert.True(await Store.Leases.RenewAsync(silo, Terms, Cancellation));
        Store.Clock.Advance(TimeToLive - TimeSpan.FromMilliseconds(1));
        Assert.True(await Store.Leases.RenewAsync(silo, Terms, Cancellation));
        Store.Clock.Advance(TimeToLive);

        Assert.False(await Store.Leases.RenewAsync(silo, Terms, Cancellation));
        await Store.Leases.RegisterAsync(TestBot.Life(silo, "one"), Terms, Cancellation);
        Assert.False(await Store.Leases.RenewAsync(silo, Terms, Cancellation));
    }

    [Fact]
    public async Task Retire_FreesTheBotsAtOnce()
    {
        var old = await RegisterAsync("one");
        var first = await GrantedAsync(old);

        await Store.Leases.RetireAsync(old, Cancellation);

        Assert.False(await Store.Leases.RenewAsync(old, Terms, Cancellation));
        Assert.True(await GrantedAsync(await RegisterAsync("two")) > first);
    }

    [Fact]
    public async Task Release_OfALeaseThatIsNotOursAnyMore_HasNoEffect()
    {
        var silo = await RegisterAsync("one");
        var epoch = await GrantedAsync(silo);

        await Store.Leases.ReleaseAsync(Anna, silo, epoch - 1, Cancellation);
        await Store.Leases.ReleaseAsync(Anna, Guid.NewGuid(), epoch, Cancellation);

        Assert.Equal("one@1", await Store.Leases.FindHolderAsync(Anna, Cancellation));
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

        Assert.Equal(new IncarnationInfo(TestBot.Life(silo, "one"), Store.Clock.GetUtcNow(), Store.Clock.GetUtcNow() + TimeToLive, Bots: 2, Running: 0), info);
    }

    [Fact]
    public async Task Claim_OfACondemnedSilosBot_WaitsUntilItsSessionsCanNotBeFreshAnyMore()
    {
        var old = await RegisterAsync("one");
        var first = await GrantedAsync(old);
        var silo = await RegisterAsync("two");

        await Store.Leases.CondemnAsync("one@1", Cancellation);
        Store.Clock.Advance(Terms.FreshFor - Moment);
        Assert.Equal(new ClaimResult.HeldElsewhere("one"), await Store.Leases.ClaimAsync(Anna, silo, Cancellation));
        Store.Clock.Advance(Moment);

        Assert.True(await GrantedAsync(silo) > first);
    }

    [Fact]
    public async Task Condemned_ASiloThatDoesNotKnowYet_IsRefusedEverything()
    {
        var old = await RegisterAsync("one");
        await GrantedAsync(old);
        await AddAsync("bert");

        Assert.True(await Store.Leases.CondemnAsync("one@1", Cancellation));
        Assert.False(await Store.Leases.CondemnAsync("one@1", Cancellation));

        Assert.False(await Store.Leases.RenewAsync(old, Terms, Cancellation));
        Assert.Equal(new ClaimResult.Expired(), await Store.Leases.ClaimAsync(Anna, old, Cancellation));
        Assert.Empty(await Store.Leases.ClaimShareAsync(old, 10, Cancellation));
        Assert.Empty(await Store.Leases.ListAsync(Cancellation));
        Assert.Null(await Store.Leases.FindHolderAsync(Anna, Cancellation));
    }

    [Fact]
    public async Task Claim_OfAUserAccount_WaitsUntilTelegramHasDroppedTheOldConnection()
    {
        await AddAsync("anna", AccountKind.User);
        var old = await RegisterAsync("one");
        await GrantedAsync(old);
        await Store.Leases.CondemnAsync("one@1", Cancellation);
        Store.Clock.Advance(Terms.TimeToLive + Terms.AccountWait - Moment);
        var silo = await RegisterAsync("two");

        Assert.Equal(new ClaimResult.HeldElsewhere("one"), await Store.Leases.ClaimAsync(Anna, silo, Cancellation));
        Assert.Empty(await Store.Leases.ClaimShareAsync(silo, 10, Cancellation));
        Store.Clock.Advance(Moment);

        Assert.Equal([Anna], (await Store.Leases.ClaimShareAsync(silo, 10, Cancellation)).Select(grant => grant.Bot));
    }

    [Fact]
    public async Task Share_OfThreeSilos_IsAThirdEachRoundedUp()
    {
        foreach (var number in Enumerable.Range(1, 10)) await AddAsync($"bot-{number}");
        Guid[] silos = [await RegisterAsync("one"), await RegisterAsync("two"), await RegisterAsync("three")];

        var shares = new List<IReadOnlyList<BotGrant>>();
        foreach (var silo in silos) shares.Add(await Store.Leases.ClaimShareAsync(silo, 100, Cancellation));

        Assert.Equal([4, 4, 2], shares.Select(share => share.Count));
        Assert.Equal(10, shares.SelectMany(share => share).Select(grant => grant.Bot).Distinct().Count());
        foreach (var silo in silos) Assert.Empty(await Store.Leases.ClaimShareAsync(silo, 100, Cancellation));
        Assert.Equal([4, 4, 2], (await Store.Leases.ListAsync(Cancellation)).OrderByDescending(silo => silo.Running).Select(silo => silo.Running));
    }

    [Fact]
    public async Task Share_TakesNoMoreThanAskedForAndNoBotThatShouldNotRun()
    {
        foreach (var number in Enumerable.Range(1, 5)) await AddAsync($"bot-{number}");
        await Store.Bots.SetShouldRunAsync(BotId.Parse("bot-1"), shouldRun: false, Cancellation);
        await Store.Bots.RemoveAsync(BotId.Parse("bot-2"), erase: false, Cancellation);
        var silo = await RegisterAsync("one");

        Assert.Equal(2, (await Store.Leases.ClaimShareAsync(silo, 2, Cancellation)).Count);
        Assert.Single(await Store.Leases.ClaimShareAsync(silo, 2, Cancellation));
    }

    [Fact]
    public async Task Share_OfADrainingSilo_IsNothingAndGoesToTheOthers()
    {
        foreach (var number in Enumerable.Range(1, 4)) await AddAsync($"bot-{number}");
        var leaving = await RegisterAsync("one");
        var silo = await RegisterAsync("two");

        await Store.Leases.SetDrainingAsync(leaving, draining: true, Cancellation);

        Assert.Empty(await Store.Leases.ClaimShareAsync(leaving, 100, Cancellation));
        Assert.Equal(4, (await Store.Leases.ClaimShareAsync(silo, 100, Cancellation)).Count);
        Assert.True(Assert.Single(await Store.Leases.ListAsync(Cancellation), info => info.Incarnation.Silo == "one").Incarnation.Draining);
    }

    [Fact]
    public async Task Share_IsGrantedUnderTheEpochsThatHoldTheBots()
    {
        foreach (var number in Enumerable.Range(1, 3)) await AddAsync($"bot-{number}");
        var one = await RegisterAsync("one");
        var grants = await Store.Leases.ClaimShareAsync(one, 100, Cancellation);
        var two = await RegisterAsync("two");

        Assert.Equal(3, grants.Count);
        foreach (var (bot, epoch, _) in grants)
        {
            Assert.False(await Store.Leases.HandOverAsync(bot, one, epoch - 1, two, Cancellation));
            Assert.True(await Store.Leases.HandOverAsync(bot, one, epoch, two, Cancellation));
        }
    }

    [Fact]
    public async Task HandOver_OfManyAtOnce_AnswersForEach()
    {
        foreach (var number in Enumerable.Range(1, 40)) await AddAsync($"bot-{number}");
        var one = await RegisterAsync("one");
        var grants = await Store.Leases.ClaimShareAsync(one, 100, Cancellation);
        Guid[] heirs = [await RegisterAsync("two"), await RegisterAsync("three"), Guid.NewGuid()];

        // Each bot twice: the first that is served takes the epoch away from the other.
        var asked = grants.SelectMany((grant, at) => new[] { (grant, Heir: heirs[at % 3]), (grant, Heir: heirs[at % 3]) }).ToList();
        var given = await Task.WhenAll(asked.Select(ask => Store.Leases.HandOverAsync(ask.grant.Bot, one, ask.grant.Epoch, ask.Heir, Cancellation)));

        var holders = await Task.WhenAll(grants.Select(grant => Store.Leases.FindHolderAsync(grant.Bot, Cancellation)));
        Assert.Equal(grants.Select((_, at) => (at % 3) switch { 0 => "two@1", 1 => "three@1", _ => "one@1" }), holders);
        foreach (var (bot, answers) in asked.Zip(given).GroupBy(pair => pair.First).Select(bot => (bot.Key, bot.Select(pair => pair.Second))))
            Assert.Equal(bot.Heir != heirs[2], answers.Any(answer => answer));
    }

    [Fact]
    public async Task HandOver_GivesTheBotToTheOtherUnderANewEpoch()
    {
        var one = await RegisterAsync("one");
        var two = await RegisterAsync("two");
        var first = await GrantedAsync(one);

        Assert.True(await Store.Leases.HandOverAsync(Anna, one, first, two, Cancellation));

        Assert.True(await GrantedAsync(two) > first);
        Assert.Equal(new ClaimResult.HeldElsewhere("two"), await Store.Leases.ClaimAsync(Anna, one, Cancellation));
        Assert.Equal("two@1", await Store.Leases.FindHolderAsync(Anna, Cancellation));
    }

    [Fact]
    public async Task HandOver_OfWhatIsNotOursOrToTheDead_ChangesNothing()
    {
        var one = await RegisterAsync("one");
        var two = await RegisterAsync("two");
        var epoch = await GrantedAsync(one);

        Assert.False(await Store.Leases.HandOverAsync(Anna, two, epoch, two, Cancellation));
        Assert.False(await Store.Leases.HandOverAsync(Anna, one, epoch - 1, two, Cancellation));
        await Store.Leases.SetDrainingAsync(two, draining: true, Cancellation);
        Assert.False(await Store.Leases.HandOverAsync(Anna, one, epoch, two, Cancellation));
        await Store.Leases.SetDrainingAsync(two, draining: false, Cancellation);
        await Store.Leases.CondemnAsync("two@1", Cancellation);
        Assert.False(await Store.Leases.HandOverAsync(Anna, one, epoch, two, Cancellation));

        Assert.Equal(epoch + 1, await GrantedAsync(one));
        Assert.Equal("one@1", await Store.Leases.FindHolderAsync(Anna, Cancellation));
    }

    [Fact]
    public async Task Claim_AfterADeathIsATakeOver_AfterALettingGoItIsNone()
    {
        await AddAsync("anna");
        var one = await RegisterAsync("one");
        Assert.False(await TakesOverAsync(one));
        Assert.False(await TakesOverAsync(one));
        await Store.Leases.ReleaseAsync(Anna, one, await GrantedAsync(one), Cancellation);
        var two = await RegisterAsync("two");
        Assert.False(await TakesOverAsync(two));
        Store.Clock.Advance(TimeToLive);
        var three = await RegisterAsync("three");
        Assert.True(await TakesOverAsync(three));
        await Store.Leases.RetireAsync(three, Cancellation);

        Assert.False(await TakesOverAsync(await RegisterAsync("four")));
    }

    [Fact]
    public async Task Share_TellsWhichBotsWereTakenOver()
    {
        await AddAsync("anna");
        await AddAsync("berta");
        await GrantedAsync(await RegisterAsync("one"));
        Store.Clock.Advance(TimeToLive);

        var grants = await Store.Leases.ClaimShareAsync(await RegisterAsync("two"), 10, Cancellation);

        Assert.Equal([("anna", true), ("berta", false)], grants.Select(grant => (grant.Bot.Value, grant.TakenOver)).Order());
    }

    private async Task<bool> TakesOverAsync(Guid incarnation) =>
        Assert.IsType<ClaimResult.Granted>(await Store.Leases.ClaimAsync(Anna, incarnation, Cancellation)).TakenOver;

    private async Task AddAsync(string bot, AccountKind kind = AccountKind.Bot)
    {
        var config = TestBot.Config(bot);
        Assert.True(await Store.Bots.AddAsync(TestBot.Record(config with { Telegram = config.Telegram with { Kind = kind } }), Cancellation));
    }

    private async Task<Guid> RegisterAsync(string silo)
    {
        var id = Guid.NewGuid();
        await Store.Leases.RegisterAsync(TestBot.Life(id, silo), Terms, Cancellation);
        return id;
    }

    private async Task<long> GrantedAsync(Guid incarnation) =>
        Assert.IsType<ClaimResult.Granted>(await Store.Leases.ClaimAsync(Anna, incarnation, Cancellation)).Epoch;
}
