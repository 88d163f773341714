using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Bots;
using MultiBot.Grains.Abstractions.Girls;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Grains.Tests;

/// <summary>A bot of one test's own, seen from all sides: its grains, its people, its model.</summary>
internal sealed class TestBot(ClusterFixture cluster)
{
    private static int _last = 300_000;

    private readonly int _number = Interlocked.Increment(ref _last);

    public BotId Id => BotId.Parse($"bot-{_number}");

    public string Token { get; init; } = "";

    public IBotGrain Grain => cluster.Grains.Bot(Id);

    public IManagerGrain Manager => cluster.Grains.Manager();

    public IGirlGrain Girl(long chat) => cluster.Grains.Girl(Key(chat));

    public ChatKey Key(long chat) => new(Id, new ChatId(chat));

    public string Json(object? more = null)
    {
        var token = Token.Length > 0 ? Token : string.Create(CultureInfo.InvariantCulture, $"{_number}:grain-test-token");
        var config = JsonSerializer.SerializeToNode(new
        {
            botId = Id.Value,
            name = Id.Value,
            telegram = new { kind = "bot", token, apiUrl = cluster.BotApiUrl },
            pacing = new { debounceSeconds = 0, minTypingSeconds = 0, maxTypingSeconds = 0, messagesPerSecond = 0, messagesPerChatPerSecond = 0 },
            features = new { disclosure = false },
        })!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject())
            config[name] = value?.DeepClone();
        return config.ToJsonString();
    }

    public async Task<TestBot> RegisterAsync(object? more = null)
    {
        var answer = await Manager.RegisterBot(new BotWrite { Json = Json(more) });
        Assert.True(answer.Problem is null, answer.Problem?.ToString() + string.Join("; ", answer.Problem?.Fields.Select(field => field.ToString()) ?? []));
        return this;
    }

    public void Replies(Func<ReplyRequest, CancellationToken, Task<ReplyOutcome>> script) => cluster.Replies.Script(Id, script);

    public Task WriteAsync(long chat, params string[] texts) => cluster.PostAsync("control/messages", texts.Select(text => new
    {
        token = _number.ToString(CultureInfo.InvariantCulture),
        chatId = chat,
        from = new { id = chat, firstName = "Person" },
        text,
    }));

    /// <summary>What the person saw of the bot, once it is at least this much.</summary>
    public async Task<IReadOnlyList<string>> SawAsync(long chat, int atLeast)
    {
        var entries = await cluster.Sandbox.GetFromJsonAsync<JsonElement>($"control/chats/{_number}/{chat}?waitFor={atLeast}&timeout=30");
        return [.. entries.EnumerateArray()
            .Where(entry => entry.GetProperty("from").GetString() == "bot")
            .Select(entry => entry.GetProperty("text").GetString()!)];
    }

    public Task BlockAsync(long chat, bool blocked) => cluster.PostAsync("control/block", new { token = _number.ToString(CultureInfo.InvariantCulture), chatId = chat, blocked });

    public async Task<IReadOnlyList<MessageItem>> MessagesAsync(long chat) =>
        (await cluster.Queries.ListMessagesAsync(Key(chat), null, 100, newestFirst: false, CancellationToken.None)).Items;

    /// <summary>Asks again until the condition holds; for states that announce themselves to nobody.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> read, Func<T, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var value = await read();
            if (holds(value))
                return value;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
