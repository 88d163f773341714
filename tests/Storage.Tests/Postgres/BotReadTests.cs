using System.Security.Cryptography;
using MultiBot.Domain.Bots;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>Bots that are asked for together share a call, and nothing else.</summary>
public sealed class BotReadTests
{
    private const int Bots = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UPDATE multibot.bots SET secrets = decode(repeat('00', 64), 'hex') WHERE bot_id = 'bot-10'")]
    [InlineData("UPDATE multibot.data_keys SET wrapped = decode(repeat('00', 64), 'hex') WHERE bot_id = 'bot-10'")]
    [InlineData("DELETE FROM multibot.data_keys WHERE bot_id = 'bot-10'")]
    public async Task Bots_AskedForBesideOneThatCanNotBeOpened_AreFound(string damage)
    {
        await using var first = await PostgresFixture.CreateAsync();
        var ids = Enumerable.Range(0, Bots).Select(number => BotId.Parse($"bot-{number}")).ToList();
        foreach (var id in ids) await first.Bots.AddAsync(TestBot.Record(TestBot.Config(id.Value)), Cancellation);
        await PostgresHarness.ExecuteAsync(first.Database, damage);

        // It has opened no key yet.
        await using var second = await first.SecondAsync();
        var found = ids.Select(id => second.Bots.FindAsync(id, Cancellation)).ToList();

        await Assert.ThrowsAnyAsync<CryptographicException>(() => found[10]);
        found.RemoveAt(10);
        foreach (var (bot, id) in (await Task.WhenAll(found)).Zip(ids.Where(id => id.Value != "bot-10")))
            Assert.Equal($"100:{id}-token", bot!.Config.Telegram.Token!.Reveal());
    }
}
