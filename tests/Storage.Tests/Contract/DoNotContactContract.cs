using MultiBot.Domain.Messages;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>Persons whom no bot may write to.</summary>
public abstract class DoNotContactContract : StoreContract
{
    [Fact]
    public async Task Person_OnTheList_IsSentNothingByAnybody()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var pending = (await bot.AcceptedAsync(bot.OperatorTurn("before"))).Rows.Single();
        var plain = await bot.ReplyAsync(new TurnPart("set", true));
        var marked = plain with { Id = Guid.NewGuid(), Marks = [new InboxMark(plain.AnsweredUpTo!.Value, InboxState.Answered)] };

        await Store.DoNotContact.PutAsync(TestBot.Chat, null, null, Cancellation);

        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(plain));
        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(marked));
        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(bot.OperatorTurn("after")));
        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(bot.OperatorTurn("notice") with { By = Author.Notice }));
        var claim = await bot.AcceptedAsync(bot.Claim(pending));
        Assert.Equal((PrivacyCodes.DoNotContact, OutboxState.Cancelled), (claim.Refused, claim.Row.State));
        Assert.True((await bot.LoadAsync()).DoNotContact);
    }

    [Fact]
    public async Task Messages_OfAPersonOnTheList_CanBeIgnoredWithTheCode()
    {
        var bot = await BotAsync();
        var message = await bot.HearAsync(1);
        await Store.DoNotContact.PutAsync(TestBot.Chat, null, null, Cancellation);

        await bot.AcceptedAsync(await bot.ReplyAsync() with { Marks = [new InboxMark(message, InboxState.Ignored)], FailureCode = PrivacyCodes.DoNotContact });

        var stored = await bot.StoredAsync(message);
        Assert.Equal((InboxState.Ignored, PrivacyCodes.DoNotContact), (stored.Inbox, stored.Code));
        Assert.Empty(await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task List_HoldsForAllBotsAndForThisPersonOnly()
    {
        var (anna, bert) = (await BotAsync("anna"), await BotAsync("bert"));
        await anna.HearAsync(1);
        await bert.HearAsync(1);
        await Store.DoNotContact.PutAsync(new(8), null, null, Cancellation);

        Assert.False((await anna.LoadAsync()).DoNotContact);
        await anna.AcceptedAsync(await anna.ReplyAsync(new TurnPart("hi", true)));

        await Store.DoNotContact.PutAsync(TestBot.Chat, null, null, Cancellation);
        Assert.True((await bert.LoadAsync()).DoNotContact);
    }

    [Fact]
    public async Task Entry_ThatRanOutOrWasRemoved_HoldsNoMore()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var entry = await Store.DoNotContact.PutAsync(TestBot.Chat, "asked by mail", Store.Clock.GetUtcNow().AddHours(1), Cancellation);
        Assert.True((await bot.LoadAsync()).DoNotContact);

        Store.Clock.Advance(TimeSpan.FromHours(2));
        Assert.False((await bot.LoadAsync()).DoNotContact);
        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("hi", true)));

        await Store.DoNotContact.PutAsync(TestBot.Chat, null, null, Cancellation);
        Assert.True(await Store.DoNotContact.RemoveAsync(entry.Id, Cancellation));
        Assert.False(await Store.DoNotContact.RemoveAsync(entry.Id, Cancellation));
        Assert.False((await bot.LoadAsync()).DoNotContact);
    }

    [Fact]
    public async Task Entries_AreListedWithTheirNotesAndNameNobody()
    {
        var made = new List<DoNotContactEntry>();
        for (var person = 4_711_000; person < 4_711_005; person++) made.Add(await Store.DoNotContact.PutAsync(new(person), $"note {person}", null, Cancellation));

        var first = await Store.DoNotContact.ListAsync(null, 3, Cancellation);
        var second = await Store.DoNotContact.ListAsync(first.Next, 3, Cancellation);

        Assert.Equal(made.OrderBy(entry => entry.Id, StringComparer.Ordinal), [.. first.Items, .. second.Items]);
        Assert.Null(second.Next);
        Assert.Equal(made[2], await Store.DoNotContact.FindAsync(Store.DoNotContact.IdOf(new(4_711_002)), Cancellation));
        Assert.Null(await Store.DoNotContact.FindAsync("not an id", Cancellation));
        Assert.False(await Store.ContainsAsync("note 47"), "A note lies open in the database.");
        Assert.False(await Store.ContainsAsync("4711002"), "The person's id lies open in the database.");
        await Assert.ThrowsAsync<FormatException>(() => Store.DoNotContact.ListAsync("bogus", 3, Cancellation));
    }
}
