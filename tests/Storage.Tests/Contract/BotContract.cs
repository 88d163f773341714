using System.Reflection;
using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

public abstract class BotContract : StoreContract
{
    /// <summary>A configuration with nothing at its default, so that a field the store forgets shows.</summary>
    private static BotConfig Full { get; } = new()
    {
        BotId = BotId.Parse("anna"),
        Name = "Änna ✨",
        Tags = ["team-a", "b\"c"],
        Template = "shared",
        Telegram = new TelegramConfig
        {
            Kind = AccountKind.User, Token = new Secret("100:token"), ApiUrl = "http://localhost/x", Proxy = new Secret("socks5://u:p@h:1"), Device = "d",
            Groups = GroupPolicy.Mention, ApiId = 5, ApiHash = new Secret("hash"), Phone = "+1", Senders = new SendersConfig { Allow = [1, 2], Block = [2] },
        },
        Llm = new LlmConfig
        {
            Provider = LlmProvider.Compatible, Endpoint = "http://e", ApiKey = new Secret("sk-1"), Model = "m", FallbackModel = "f", Temperature = 0.25,
            MaxOutputTokens = 7, DailyTokenBudget = 8, DailyTokensPerPerson = 9, WhenSpent = BudgetPolicy.OfflineReply, Vision = true, SpeechModel = "s",
        },
        AdminChatId = 100,
        Persona = new PersonaConfig { Prompt = "p", Language = "ru", TimeZone = "Asia/Bishkek", FocusTopics = ["x"], Disclosure = "d", OfflineReply = "o", Privacy = "y" },
        Pacing = new PacingConfig
        {
            DebounceSeconds = 1.5, MinTypingSeconds = 2, MaxTypingSeconds = 3, MessagesPerSecond = 4, MessagesPerChatPerSecond = 5, MaxReplyAgeMinutes = 6,
            ReplyWindows = new WeekWindows { Workdays = ["09:00-10:00"], Weekends = ["11:00-12:00"] }, AwayUntil = DateTimeOffset.UnixEpoch.AddYears(90),
            MaxRepliesPerPersonPerDay = 7, MessagesPerGroupPerMinute = 11,
        },
        Autonomy = new AutonomyConfig
        {
            Enabled = true, Windows = new WeekWindows { Workdays = ["22:00-02:00"] }, StartDialogProbability = 0.5, FollowUpProbability = 0.6,
            FollowUpHours = [1, 2], MinHoursBetween = 3, MaxPerDay = 4,
        },
        Memory = new MemoryConfig { HistoryMessages = 5, AnalyzeEvery = 6 },
        DataIsolation = new DataIsolationConfig { SealMessages = true, RetentionDays = 30 },
        Features = new FeatureFlags { Replies = false, Autonomy = false, Disclosure = false, Media = false, KeepPrompts = false, Approval = true, UncertainSends = UncertainPolicy.Drop, AllowedLinks = ["x.example"], Tools = ["remember"], OwnerTakesOverMinutes = 7.5 },
    };

    [Fact]
    public async Task Config_ComesBackWhole()
    {
        Assert.True(await Store.Bots.AddAsync(TestBot.Record(Full) with { Source = "anna.json", RemoveWebhook = true, ShouldRun = false }, Cancellation));

        var found = await Store.Bots.FindAsync(Full.BotId, Cancellation);

        Assert.Equal(Plain(Full), Plain(found!.Config));
        Assert.Equal(("anna.json", true, false, 1L), (found.Source, found.RemoveWebhook, found.ShouldRun, found.Revision));
        Assert.Equal((Store.Clock.GetUtcNow(), Store.Clock.GetUtcNow()), (found.CreatedAt, found.UpdatedAt));
        Assert.Null(found.RemovedAt);
    }

    [Fact]
    public void FullConfig_HasNothingAtItsDefault()
    {
        var plain = Full with { };
        foreach (var part in typeof(BotConfig).GetProperties().Where(part => part.PropertyType.Namespace == typeof(BotConfig).Namespace && part.PropertyType.IsClass))
        {
            var value = part.GetValue(plain)!;
            var fresh = Activator.CreateInstance(part.PropertyType)!;
            var same = part.PropertyType.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(field => field.PropertyType != typeof(IsolationMode) && Equals(field.GetValue(value), field.GetValue(fresh)));
            Assert.Empty(same.Select(field => $"{part.Name}.{field.Name}"));
        }
    }

    [Fact]
    public async Task Add_OfATakenId_IsRefusedEvenAfterRemoval()
    {
        await BotAsync();
        Assert.False(await Store.Bots.AddAsync(TestBot.Record(Full), Cancellation));

        Assert.True(await Store.Bots.RemoveAsync(Full.BotId, erase: false, Cancellation));

        Assert.False(await Store.Bots.RemoveAsync(Full.BotId, erase: false, Cancellation));
        Assert.False(await Store.Bots.AddAsync(TestBot.Record(Full), Cancellation));
        Assert.NotNull((await Store.Bots.FindAsync(Full.BotId, Cancellation))!.RemovedAt);
        Assert.Null(await Store.Queries.FindBotAsync(Full.BotId, Cancellation));
    }

    [Fact]
    public async Task Replace_HoldsOnlyForTheExpectedRevision()
    {
        await BotAsync();
        Store.Clock.Advance(TimeSpan.FromSeconds(1));

        var replaced = await Store.Bots.ReplaceAsync(Full, """{"a":1}""", newAccount: false, 1, Cancellation);

        Assert.Equal((2L, """{"a":1}"""), (replaced!.Revision, replaced.OwnJson));
        Assert.Equal(Plain(Full), Plain(replaced.Config));
        Assert.Null(await Store.Bots.ReplaceAsync(Full, "{}", newAccount: false, 1, Cancellation));
        Assert.Equal(3, (await Store.Bots.ReplaceAsync(Full, "{}", newAccount: false, null, Cancellation))!.Revision);
        Assert.Null(await Store.Bots.ReplaceAsync(TestBot.Config("nobody"), "{}", newAccount: false, null, Cancellation));
        Assert.Equal(
            [EventTypes.BotRegistered, EventTypes.BotConfigChanged, EventTypes.BotConfigChanged],
            (await Store.Events.ReadAsync(new EventQuery { Bot = Full.BotId }, Cancellation)).Select(logged => logged.Event.Type));
    }

    [Fact]
    public async Task Erase_LeavesNothingAndFreesTheId()
    {
        var bot = await BotAsync(sealMessages: true);
        var other = await BotAsync("bert");
        for (var source = 1; source <= 20; source++) await bot.HearAsync(source);
        await other.HearAsync(1);

        Assert.True(await Store.Bots.RemoveAsync(bot.Id, erase: true, Cancellation));

        Assert.Null(await Store.Bots.FindAsync(bot.Id, Cancellation));
        Assert.Equal(0, (await bot.LoadAsync()).Version);
        Assert.Equal([EventTypes.BotRemoved], (await bot.EventsAsync()).Select(logged => logged.Type));
        Assert.False(await Store.Bots.RemoveAsync(bot.Id, erase: true, Cancellation));
        Assert.Single((await other.LoadAsync()).Unanswered);
        var again = await BotAsync(sealMessages: true);
        Assert.True(again.Epoch > bot.Epoch);
        await again.HearAsync(1);
        Assert.Equal(1, (await again.LoadAsync()).Version);
    }

    [Fact]
    public async Task Erase_OfARemovedBot_FreesItsId()
    {
        var bot = await BotAsync();
        await Store.Bots.RemoveAsync(bot.Id, erase: false, Cancellation);

        Assert.True(await Store.Bots.RemoveAsync(bot.Id, erase: true, Cancellation));

        Assert.True(await Store.Bots.AddAsync(TestBot.Record(Full), Cancellation));
    }

    [Fact]
    public async Task ShouldRun_SurvivesAndTellsWhatASiloKeepsRunning()
    {
        TestBot[] bots = [await BotAsync("bert"), await BotAsync("anna"), await BotAsync("carl")];
        Assert.True(await Store.Bots.SetShouldRunAsync(BotId.Parse("carl"), false, Cancellation));
        Assert.False(await Store.Bots.SetShouldRunAsync(BotId.Parse("nobody"), true, Cancellation));
        var silo = TestBot.Life(Guid.NewGuid(), "one");
        await Store.Leases.RegisterAsync(silo, new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.Zero), Cancellation);

        foreach (var bot in bots) await Store.Leases.HandOverAsync(bot.Id, bot.Incarnation, bot.Epoch, silo.Id, Cancellation);

        Assert.Equal(["anna", "bert"], (await Store.Leases.ReadHeldAsync(silo.Id, Cancellation)).Select(bot => bot.Value));
        Assert.Empty(await Store.Leases.ReadHeldAsync(bots[0].Incarnation, Cancellation));
    }

    [Fact]
    public async Task Status_IsGuardedByTheEpoch()
    {
        var bot = await BotAsync();
        var state = new BotState { Status = BotStatus.Failed, Silo = "silo-1", LastError = "telegram.token_revoked", Username = "anna_bot" };

        Assert.False(await Store.Bots.SetStatusAsync(bot.Id, bot.Epoch - 1, state, EventTypes.BotStarted, Cancellation));
        Assert.True(await Store.Bots.SetStatusAsync(bot.Id, bot.Epoch, state, EventTypes.BotStarted, Cancellation));

        var item = (await Store.Queries.FindBotAsync(bot.Id, Cancellation))!;
        Assert.Equal((BotStatus.Failed, BotHealth.Unhealthy, "silo-1", "telegram.token_revoked", "anna_bot"), (item.Status, item.Health, item.Silo, item.LastError, item.Username));
        Assert.Equal("""{"status":"failed","code":"telegram.token_revoked"}""", (await bot.EventsAsync(EventTypes.BotStarted)).Single().Data);
    }

    [Fact]
    public async Task Name_OfTheAccount_IsKeptUntilThereIsAnotherAccount()
    {
        var bot = await BotAsync();
        Assert.Null((await Store.Bots.FindAsync(bot.Id, Cancellation))!.Username);

        await Store.Bots.SetStatusAsync(bot.Id, bot.Epoch, new BotState { Status = BotStatus.Running, Username = "anna_bot" }, null, Cancellation);
        await Store.Bots.SetStatusAsync(bot.Id, bot.Epoch, new BotState { Status = BotStatus.Stopped }, null, Cancellation);

        Assert.Equal("anna_bot", (await Store.Bots.FindAsync(bot.Id, Cancellation))!.Username);
        Assert.Equal("anna_bot", (await Store.Bots.ReplaceAsync(Full, "{}", newAccount: false, null, Cancellation))!.Username);
        Assert.Null((await Store.Bots.ReplaceAsync(Full, "{}", newAccount: true, null, Cancellation))!.Username);
        Assert.Null((await Store.Queries.FindBotAsync(bot.Id, Cancellation))!.Username);
    }

    [Fact]
    public async Task Templates_AreRevisedAndKeptWhileUsed()
    {
        var first = await Store.Bots.PutTemplateAsync("shared", "{}", null, Cancellation);
        Assert.Equal(1, first!.Revision);
        Assert.Null(await Store.Bots.PutTemplateAsync("shared", "{}", 7, Cancellation));
        Assert.Null(await Store.Bots.PutTemplateAsync("other", "{}", 7, Cancellation));
        Assert.Equal(2, (await Store.Bots.PutTemplateAsync("shared", """{"a":1}""", 1, Cancellation))!.Revision);
        Assert.Equal("""{"a":1}""", (await Store.Bots.FindTemplateAsync("shared", Cancellation))!.Json);
        await Store.Bots.AddAsync(TestBot.Record(Full), Cancellation);

        Assert.Equal([Full.BotId], await Store.Bots.ReadTemplateUsersAsync("shared", Cancellation));
        Assert.False(await Store.Bots.DeleteTemplateAsync("shared", Cancellation));
        await Store.Bots.RemoveAsync(Full.BotId, erase: false, Cancellation);
        Assert.True(await Store.Bots.DeleteTemplateAsync("shared", Cancellation));
        Assert.False(await Store.Bots.DeleteTemplateAsync("shared", Cancellation));
    }

    /// <summary>Everything of a configuration as text, secrets revealed: records compare arrays by reference.</summary>
    private static string Plain(BotConfig config) => JsonSerializer.Serialize(config with
    {
        Telegram = config.Telegram with { Token = null, ApiHash = null, Proxy = null },
        Llm = config.Llm with { ApiKey = null },
    }) + string.Join(' ', new[] { config.Telegram.Token, config.Telegram.ApiHash, config.Telegram.Proxy, config.Llm.ApiKey }.Select(secret => secret?.Reveal()));
}
