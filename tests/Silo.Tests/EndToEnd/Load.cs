using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using MultiBot.SiloProcesses;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>
/// 5,000 messages over 20 bots × 25 chats, and the judgement by what the people saw: every message answered, in order per chat,
/// none twice except rows the silo recorded as uncertain.
/// </summary>
internal sealed partial class Load(SiloProcess silo, People people, LlmStub llm)
{
    public const int Bots = 20;
    public const int ChatsPerBot = 25;
    public const int MessagesPerChat = 10;

    /// <summary>What the person we look at had seen when the round began.</summary>
    private int _before;

    public async Task RegisterAsync()
    {
        for (var bot = 0; bot < Bots; bot++) await RegisterAsync(bot);
    }

    /// <summary>Everybody writes once. Rounds count from 1.</summary>
    public async Task WriteAsync(int round)
    {
        _before = (await people.SawAsync(Token(round), chat: 1)).Count;
        await people.WriteAsync(from bot in Enumerable.Range(0, Bots) from chat in Enumerable.Range(1, ChatsPerBot) select Message(bot, chat, round));
    }

    /// <summary>Waits until everybody was told the answer to their message of a round: what was interrupted before is made good.</summary>
    public Task SettledAsync(int round) => SeenAsync(round);

    /// <summary>Waits for the middle of the work: one of this round's people has an answer, most have none.</summary>
    public async Task InTheMiddleAsync(int round) =>
        Assert.True((await people.SawAsync(Token(round), chat: 1, atLeast: _before + 1, timeoutSeconds: 60)).Count > _before, $"Nobody was answered in round {round}:\n{silo.Output}");

    /// <summary>Waits for the end of all work, prints what came of it and judges.</summary>
    public async Task JudgeAsync(ITestOutputHelper output, string what)
    {
        var seen = await SeenAsync(MessagesPerChat);
        var uncertain = await UncertainAsync();
        output.WriteLine($"{Bots * ChatsPerBot * MessagesPerChat} messages, {what}, {seen.Sum(chat => chat.Value.Count)} replies, {uncertain.Sum(chat => chat.Value.Count)} rows uncertain");
        var violations = Violations(seen, uncertain).Take(20).ToList();
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    private async Task RegisterAsync(int bot)
    {
        using var response = await silo.Http.PostAsJsonAsync("/api/v1/bots", new
        {
            botId = $"bot-{bot}",
            name = $"Bot {bot}",
            telegram = new { kind = "bot", token = Token(bot), apiUrl = people.BotApiUrl },
            llm = new { provider = "compatible", endpoint = llm.Endpoint, apiKey = $"key-{bot}", model = "stub" },
            pacing = new { debounceSeconds = 0, minTypingSeconds = 0, maxTypingSeconds = 0, messagesPerSecond = 0, messagesPerChatPerSecond = 0 },
            features = new { disclosure = false },
        });
        Assert.True(response.StatusCode is HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    private static string Token(int bot) => string.Create(CultureInfo.InvariantCulture, $"{200_000 + bot}:kill-nine-token");

    private static object Message(int bot, int chat, int round) => new
    {
        token = Token(bot),
        chatId = chat,
        from = new { id = chat, firstName = $"Person {chat}" },
        text = $"#{round} says person {chat}",
    };

    /// <summary>Waits until each person was told the answer to their message of a round, however many replies that took.</summary>
    private async Task<Dictionary<(int Bot, int Chat), IReadOnlyList<string>>> SeenAsync(int round)
    {
        var seen = new Dictionary<(int, int), IReadOnlyList<string>>();
        for (var bot = 0; bot < Bots; bot++)
        {
            for (var chat = 1; chat <= ChatsPerBot; chat++)
            {
                var texts = await people.SawAsync(Token(bot), chat);
                while (!texts.Any(text => MarkersOf(text).Contains(round)))
                {
                    var more = await people.SawAsync(Token(bot), chat, texts.Count + 1, timeoutSeconds: 60);
                    if (more.Count == texts.Count)
                        break;
                    texts = more;
                }

                seen[(bot, chat)] = texts;
            }
        }

        return seen;
    }

    /// <summary>Rows on record as uncertain, once nothing is on its way any more: a second copy is seen before it is recorded.</summary>
    private async Task<Dictionary<(int Bot, int Chat), List<string>>> UncertainAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var uncertain = new Dictionary<(int, int), List<string>>();
        for (var bot = 0; bot < Bots; bot++)
        {
            for (var chat = 1; chat <= ChatsPerBot; chat++)
            {
                var messages = await silo.ListAsync($"/bots/bot-{bot}/chats/{chat}/messages");
                while (messages.Any(message => StateOf(message) is "pending" or "sending"))
                {
                    await timer.WaitForNextTickAsync(patience.Token);
                    messages = await silo.ListAsync($"/bots/bot-{bot}/chats/{chat}/messages");
                }

                uncertain[(bot, chat)] = [.. messages.Where(message => StateOf(message) == "uncertain").Select(message => message.GetProperty("text").GetString()!)];
            }
        }

        return uncertain;
    }

    private static string? StateOf(JsonElement message) => message.GetProperty("state").GetString();

    private static IEnumerable<string> Violations(Dictionary<(int Bot, int Chat), IReadOnlyList<string>> seen, Dictionary<(int Bot, int Chat), List<string>> uncertain)
    {
        foreach (var (chat, texts) in seen)
        {
            var allowedTwice = uncertain.GetValueOrDefault(chat) ?? [];
            var once = texts.Where((text, index) => !(allowedTwice.Contains(text) && texts.Take(index).Contains(text))).ToList();
            var answered = once.SelectMany(MarkersOf).ToList();
            if (!answered.SequenceEqual(Enumerable.Range(1, MessagesPerChat)))
                yield return $"bot {chat.Bot} chat {chat.Chat}: {string.Join(" | ", texts)} (uncertain: {string.Join(" | ", allowedTwice)})";
        }
    }

    private static IEnumerable<int> MarkersOf(string text) => Marker().Matches(text).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"#(\d+)")]
    private static partial Regex Marker();
}
