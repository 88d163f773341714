using System.Globalization;
using MultiBot.Cluster.Tests.Fixtures;

namespace MultiBot.Cluster.Tests.Judging;

/// <summary>
/// People who write at a steady beat, whatever happens to the silos: each bot gets a message a beat, its chats in turn. What they saw
/// is read afterwards.
/// </summary>
internal sealed class SteadyLoad(SiloCluster cluster, ClusterPlan plan) : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private Task _writing = Task.CompletedTask;

    /// <summary>Beats that are over; chat c of every bot has the marker n once c + (n − 1) · chats of them are.</summary>
    private int _beats;

    private IEnumerable<int> Bots => Enumerable.Range(0, plan.Bots);

    private IEnumerable<int> Chats => Enumerable.Range(0, plan.ChatsPerBot);

    public static string BotId(int bot) => string.Create(CultureInfo.InvariantCulture, $"bot-{bot}");

    public static string Token(int bot) => string.Create(CultureInfo.InvariantCulture, $"{300_000 + bot}:steady-load-token");

    /// <summary>Registers the bots, waits until they run and begins to write.</summary>
    public async Task StartAsync()
    {
        foreach (var bot in Bots)
            await cluster.RegisterAsync(BotId(bot), Token(bot));
        await cluster.AllRunAsync();
        _writing = WriteAsync();
    }

    /// <summary>Waits until every message written so far is answered.</summary>
    public async Task CaughtUpAsync()
    {
        var beats = Volatile.Read(ref _beats);
        foreach (var (bot, chat) in from bot in Bots from chat in Chats select (bot, chat))
            await AnsweredAsync(bot, chat, MarkerAfter(beats, chat));
    }

    /// <summary>Nobody writes any more; completes when everything is answered.</summary>
    public async Task StopAsync()
    {
        await EndAsync();
        await CaughtUpAsync();
    }

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
            await timer.WaitForNextTickAsync(_enough.Token);
        }
    }

    private int MarkerAfter(int beats, int chat) => (beats + plan.ChatsPerBot - 1 - chat) / plan.ChatsPerBot;

    private static long ChatId(int chat) => chat + 1;

    private static object Message(int bot, int chat, int marker) => new
    {
        token = Token(bot),
        chatId = ChatId(chat),
        from = new { id = ChatId(chat), firstName = $"Person {ChatId(chat)}" },
        text = $"#{marker} says person {ChatId(chat)}",
    };

    private static ChatLine LineOf(System.Text.Json.JsonElement entry) => new(
        entry.GetProperty("at").GetDateTimeOffset(), entry.GetProperty("from").GetString() == "bot", entry.GetProperty("text").GetString()!);

    private async Task AnsweredAsync(int bot, int chat, int marker)
    {
        var began = TimeProvider.System.GetTimestamp();
        var texts = await cluster.People.SawAsync(Token(bot), ChatId(chat));
        while (marker > 0 && !texts.Any(text => ChatHistory.MarkersOf(text).Contains(marker)))
        {
            var left = plan.Patience - TimeProvider.System.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                Assert.Fail($"{BotId(bot)} chat {ChatId(chat)}: #{marker} was not answered in {plan.Patience.TotalSeconds} s. Last: {string.Join(" | ", texts.TakeLast(3))}\n{await RecordAsync(bot, chat)}\n{await cluster.TellAsync()}");
            texts = await cluster.People.SawAsync(Token(bot), ChatId(chat), texts.Count + 1, Math.Clamp((int)left.TotalSeconds, 1, 60));
        }
    }

    private async Task<string> RecordAsync(int bot, int chat) =>
        $"On record: {string.Join('\n', (await cluster.Speaker.ListAsync($"/bots/{BotId(bot)}/chats/{ChatId(chat)}/messages?limit=200")).Take(6))}\n{await cluster.Speaker.GetAsync($"/bots/{BotId(bot)}/status")}";

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
