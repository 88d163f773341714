using System.Globalization;
using MultiBot.Cluster.Tests.Fixtures;

namespace MultiBot.Cluster.Tests.Judging;

/// <summary>
/// People who write at a steady beat, whatever happens to the silos: each bot gets a message a beat, its chats in turn. What they saw
/// is read afterwards.
/// </summary>
internal sealed class SteadyLoad(SiloCluster cluster, ClusterPlan plan, int scenario) : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private Task _writing = Task.CompletedTask;
    private TaskCompletionSource _nextBeat = NewSignal();

    private volatile bool _asksAtLength;

    /// <summary>Beats that are over; chat c of every bot has the marker n once c + (n − 1) · chats of them are.</summary>
    private int _beats;

    public IEnumerable<int> Bots => Enumerable.Range(0, plan.Bots);

    /// <summary>Whether the people of each bot's last chat ask for answers in two messages.</summary>
    public bool AsksAtLength { set => _asksAtLength = value; }

    private IEnumerable<int> Chats => Enumerable.Range(0, plan.ChatsPerBot);

    public string BotId(int bot) => string.Create(CultureInfo.InvariantCulture, $"bot-{scenario}-{bot}");

    public string Token(int bot) => string.Create(CultureInfo.InvariantCulture, $"{300_000 + (scenario * 1_000) + bot}:steady-load-token");

    /// <summary>Registers the bots, waits until they run and begins to write.</summary>
    public async Task StartAsync()
    {
        await Task.WhenAll(Bots.Select(bot => cluster.RegisterAsync(BotId(bot), Token(bot))));
        await cluster.AllRunAsync();
        _writing = WriteAsync();
    }

    /// <summary>Waits until everybody has written once more and all of it is answered; tells when the last of them had written.</summary>
    public async Task<DateTimeOffset> CaughtUpAsync(string after)
    {
        for (var beat = 0; beat <= plan.ChatsPerBot; beat++)
            await Volatile.Read(ref _nextBeat).Task;
        var written = TimeProvider.System.GetUtcNow();
        await AllAnsweredAsync(after);
        return written;
    }

    /// <summary>Nobody writes any more; completes when everything is answered.</summary>
    public async Task StopAsync()
    {
        await EndAsync();
        await AllAnsweredAsync("all was over");
    }

    /// <summary>Takes the bots away.</summary>
    public Task RemoveAsync() => Task.WhenAll(Bots.Select(bot => cluster.RemoveAsync(BotId(bot))));

    /// <summary>What everybody saw, with the rows that the silos have on record.</summary>
    public async Task<IReadOnlyList<ChatHistory>> ReadAsync()
    {
        var chats = new List<ChatHistory>();
        foreach (var (bot, chat) in from bot in Bots from chat in Chats select (bot, chat))
        {
            var uncertain = await UncertainAsync(bot, chat);
            var lines = await cluster.People.ChatAsync(Token(bot), ChatId(chat));
            chats.Add(new ChatHistory(BotId(bot), ChatId(chat), [.. lines.Select(LineOf)], uncertain));
        }

        return chats;
    }

    /// <summary>What has happened to a bot's messages by what the silos have on record: each of these facts wants an event.</summary>
    public async Task<HashSet<(string Type, long Message)>> FactsAsync(string bot)
    {
        var facts = new HashSet<(string Type, long Message)>();
        foreach (var chat in Chats)
        {
            foreach (var message in await cluster.Speaker.ListAsync($"/bots/{bot}/chats/{ChatId(chat)}/messages?limit=200"))
            {
                var isInbound = message.GetProperty("direction").GetString() == "in";
                if (isInbound || StateOf(message) is "sent" or "uncertain")
                    facts.Add((isInbound ? SeenEvent.Received : SeenEvent.Sent, message.GetProperty("id").GetInt64()));
            }
        }

        return facts;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _enough.Dispose();
    }

    private async Task EndAsync()
    {
        await _enough.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WriteAsync()
    {
        using var timer = new PeriodicTimer(plan.Beat);
        while (true)
        {
            var chat = _beats % plan.ChatsPerBot;
            await cluster.People.WriteAsync(Bots.Select(bot => Message(bot, chat, MarkerAfter(_beats + 1, chat))));
            Volatile.Write(ref _beats, _beats + 1);
            Interlocked.Exchange(ref _nextBeat, NewSignal()).SetResult();
            await timer.WaitForNextTickAsync(_enough.Token);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int MarkerAfter(int beats, int chat) => (beats + plan.ChatsPerBot - 1 - chat) / plan.ChatsPerBot;

    private static long ChatId(int chat) => chat + 1;

    private object Message(int bot, int chat, int marker) => new
    {
        token = Token(bot),
        chatId = ChatId(chat),
        from = new { id = ChatId(chat), firstName = $"Person {ChatId(chat)}" },
        text = $"#{marker} says person {ChatId(chat)}{(_asksAtLength && chat == plan.ChatsPerBot - 1 ? " at length" : "")}",
    };

    private static ChatLine LineOf(System.Text.Json.JsonElement entry) => new(
        entry.GetProperty("at").GetDateTimeOffset(), entry.GetProperty("from").GetString() == "bot", entry.GetProperty("text").GetString()!);

    private async Task AllAnsweredAsync(string after)
    {
        var beats = Volatile.Read(ref _beats);
        foreach (var (bot, chat) in from bot in Bots from chat in Chats select (bot, chat))
            await AnsweredAsync(bot, chat, MarkerAfter(beats, chat), after);
    }

    private async Task AnsweredAsync(int bot, int chat, int marker, string after)
    {
        var began = TimeProvider.System.GetTimestamp();
        var texts = await cluster.People.SawAsync(Token(bot), ChatId(chat));
        while (marker > 0 && !texts.Any(text => ChatHistory.MarkersOf(text).Contains(marker)))
        {
            var left = plan.Patience - TimeProvider.System.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                Assert.Fail($"{BotId(bot)} chat {ChatId(chat)}: #{marker} was not answered in {plan.Patience.TotalSeconds} s after {after}. Last: {string.Join(" | ", texts.TakeLast(3).Select(ChatJudge.Short))}\n{await RecordAsync(bot, chat, marker)}\n{await cluster.TellAsync()}");
            texts = await cluster.People.SawAsync(Token(bot), ChatId(chat), texts.Count + 1, Math.Clamp((int)left.TotalSeconds, 1, 60));
        }
    }

    /// <summary>What the silos have on record about a message and those beside it.</summary>
    private async Task<string> RecordAsync(int bot, int chat, int marker)
    {
        var messages = await cluster.Speaker.ListAsync($"/bots/{BotId(bot)}/chats/{ChatId(chat)}/messages?limit=200");
        return string.Join('\n', messages
            .Where(message => message.GetProperty("text").GetString() is { } text && ChatHistory.MarkersOf(text).Concat(ChatHistory.BegunBy(text)).Any(other => Math.Abs(other - marker) <= 2))
            .Select(message => message.ToString().Replace(" and so on", "", StringComparison.Ordinal)));
    }

    /// <summary>Rows on record as uncertain, once nothing is on its way any more: a second copy is seen before it is recorded.</summary>
    private async Task<IReadOnlyList<string>> UncertainAsync(int bot, int chat)
    {
        List<System.Text.Json.JsonElement> messages = [];
        await cluster.BecomesAsync("no message is on its way", async () =>
        {
            messages = await cluster.Speaker.ListAsync($"/bots/{BotId(bot)}/chats/{ChatId(chat)}/messages?limit=200");
            return !messages.Any(message => StateOf(message) is "pending" or "sending");
        });
        return [.. messages.Where(message => StateOf(message) == "uncertain").Select(message => message.GetProperty("text").GetString()!)];
    }

    private static string? StateOf(System.Text.Json.JsonElement message) => message.GetProperty("state").GetString();
}
