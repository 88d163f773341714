using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.Control;

/// <summary>Bots and people as such: <c>/control/bots</c>, <c>/control/people</c>, <c>/control/block</c>, <c>/control/migrate</c>, <c>/control/limits</c>.</summary>
internal sealed class BotsControl(SandboxWorld world)
{
    private const int LowestDrawnId = 1_000_000;
    private const int HighestDrawnId = 2_000_000_000;

    public Task List(HttpContext http) =>
        ControlBody.Write(http, [.. world.Bots.Select(AnswerOf)], ControlJson.Default.BotAnswerArray);

    public async Task Change(HttpContext http)
    {
        if (await ControlBody.ReadOne(http, ControlJson.Default.BotRequest) is not { } request)
            return;
        if (await BotOf(http, request.Token) is not { } bot)
            return;
        if (request.NextUpdateId < 1)
        {
            await ControlBody.Refuse(http, "bad-update-id", "nextUpdateId must be at least 1.");
            return;
        }

        lock (bot.Gate)
            Apply(bot, request);
        await ControlBody.Write(http, AnswerOf(bot), ControlJson.Default.BotAnswer);
    }

    public async Task Block(HttpContext http)
    {
        if (await ControlBody.ReadOne(http, ControlJson.Default.BlockRequest) is not { } request)
            return;
        if (await BotOf(http, request.Token) is { } bot)
            await WriteAct(http, request.ChatId, PeopleSide.Block(world, bot, request.ChatId, request.Blocked ?? true));
    }

    public async Task Migrate(HttpContext http)
    {
        if (await ControlBody.ReadOne(http, ControlJson.Default.MigrateRequest) is not { } request)
            return;
        if (await BotOf(http, request.Token) is { } bot)
            await WriteAct(http, request.ChatId, PeopleSide.Migrate(world, bot, request.ChatId, request.NewChatId));
    }

    public async Task Limit(HttpContext http)
    {
        if (await ControlBody.ReadOne(http, ControlJson.Default.LimitsRequest) is not { } request)
            return;
        var limits = new RateLimits(request.PerChatPerSecond, request.PerBotPerSecond, request.PerGroupPerMinute);
        if (request.Token is null)
        {
            world.Limit(limits);
        }
        else if (await BotOf(http, request.Token) is { } bot)
        {
            lock (bot.Gate)
                bot.Limit(limits);
        }
        else
        {
            return;
        }

        await ControlBody.Write(http, new OkAnswer(true), ControlJson.Default.OkAnswer);
    }

    public Task ListPeople(HttpContext http) => ControlBody.Write(
        http,
        [.. world.People.Select(person => new PersonAnswer(person.Id, person.FirstName, person.LastName, person.Username, person.LanguageCode))],
        ControlJson.Default.PersonAnswerArray);

    /// <summary>Makes people known who have not written to any bot.</summary>
    public async Task AddPeople(HttpContext http)
    {
        if (await ControlBody.ReadMany(http, ControlJson.Default.PersonRequest, ControlJson.Default.PersonRequestArray) is not { } batch)
            return;
        foreach (var person in batch.Items)
            world.Remember(new Person(person.Id, person.FirstName ?? "Person") { LastName = person.LastName, Username = person.Username, LanguageCode = person.LanguageCode });
        await ControlBody.Write(http, new OkAnswer(true), ControlJson.Default.OkAnswer);
    }

    private void Apply(SandboxBot bot, BotRequest request)
    {
        bot.FirstName = request.FirstName ?? bot.FirstName;
        bot.Username = request.Username ?? bot.Username;
        bot.Revoked = request.Revoked ?? bot.Revoked;
        if (request.ForgetSecret)
            bot.Secret = null;
        if (request.NextUpdateId is { } next)
            bot.Updates.RestartIdsAt(next);
        else if (request.RedrawUpdateIds)
            bot.Updates.RestartIdsAt(world.Chance.Between(LowestDrawnId, HighestDrawnId));
    }

    private static Task WriteAct(HttpContext http, long chatId, ActResult result) => result.Code is { } code
        ? ControlBody.Refuse(http, code, result.Reason!)
        : ControlBody.Write(http, new ActAnswer(chatId, result.MessageId, result.UpdateId), ControlJson.Default.ActAnswer);

    private async Task<SandboxBot?> BotOf(HttpContext http, string token)
    {
        if (BotToken.TryParseNumber(token, out var number))
            return world.Bot(number);
        await ControlBody.Refuse(http, "bad-token", "token must be a bot's number or <number>:<secret>.");
        return null;
    }

    private static BotAnswer AnswerOf(SandboxBot bot)
    {
        lock (bot.Gate)
            return new BotAnswer(bot.Id, bot.FirstName, bot.Username, bot.Revoked, bot.Chats.Count, bot.Updates.Count, bot.Updates.NextId, bot.Poll?.Id, bot.Webhook);
    }
}
