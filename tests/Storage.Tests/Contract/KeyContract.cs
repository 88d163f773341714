using System.Security.Cryptography;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

public abstract class KeyContract : StoreContract
{
    [Fact]
    public async Task Key_IsFoundByItsHashUntilRevoked()
    {
        var key = Key("k1") with { Role = ApiRole.Operator, Bots = [BotId.Parse("anna"), BotId.Parse("bert")], ExpiresAt = Store.Clock.GetUtcNow().AddDays(1) };
        await Store.Keys.AddAsync(key, Hash("one"), Cancellation);

        var found = await Store.Keys.FindAsync(Hash("one"), Cancellation);

        Assert.Equal(key with { Bots = null }, found! with { Bots = null });
        Assert.Equal(key.Bots, found.Bots);
        Assert.Null(await Store.Keys.FindAsync(Hash("two"), Cancellation));
        Assert.True(await Store.Keys.RevokeAsync("k1", Cancellation));
        Assert.False(await Store.Keys.RevokeAsync("k1", Cancellation));
        Assert.Null(await Store.Keys.FindAsync(Hash("one"), Cancellation));
    }

    [Fact]
    public async Task FirstKey_IsMadeOnceHoweverManyTry()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Store.Keys.AddFirstAsync(Key($"k{i}"), Hash($"{i}"), Cancellation)));

        Assert.Single(made, first => first);
        Assert.Single(await Store.Keys.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Keys_OfAllBots_AreListedInOrderOfMaking()
    {
        await Store.Keys.AddAsync(Key("b"), Hash("1"), Cancellation);
        Store.Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.Keys.AddAsync(Key("a"), Hash("2"), Cancellation);

        Assert.Equal(["b", "a"], (await Store.Keys.ListAsync(Cancellation)).Select(key => key.Id));
        Assert.All(await Store.Keys.ListAsync(Cancellation), key => Assert.Null(key.Bots));
    }

    [Fact]
    public async Task Box_OpensOnlyWhatWasSealedForTheSameBotAndPurpose()
    {
        var (anna, bert) = ((await BotAsync("anna")).Id, (await BotAsync("bert")).Id);
        var sealedBytes = Store.Box.Seal(anna, "session", "secret"u8);

        Assert.Equal("secret"u8.ToArray(), Store.Box.Open(anna, "session", sealedBytes));
        Assert.ThrowsAny<CryptographicException>(() => Store.Box.Open(bert, "session", sealedBytes));
        Assert.ThrowsAny<CryptographicException>(() => Store.Box.Open(anna, "message", sealedBytes));
        Assert.ThrowsAny<CryptographicException>(() => Store.Box.Open(anna, "session", sealedBytes.AsSpan(0, 10)));
        for (var i = 0; i < sealedBytes.Length; i++)
        {
            var touched = sealedBytes.ToArray();
            touched[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => Store.Box.Open(anna, "session", touched));
        }
    }

    [Fact]
    public void Box_OfABotWithoutAKey_MakesOne()
    {
        var bot = BotId.Parse("anna");

        var sealedBytes = Store.Box.Seal(bot, "p", "x"u8);

        Assert.Equal("x"u8.ToArray(), Store.Box.Open(bot, "p", sealedBytes));
        Assert.NotEqual(sealedBytes, Store.Box.Seal(bot, "p", "x"u8));
    }

    private ApiKeyRecord Key(string id) => new() { Id = id, Name = $"key {id}", Role = ApiRole.Admin, CreatedAt = Store.Clock.GetUtcNow() };

    private static byte[] Hash(string text) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
}
