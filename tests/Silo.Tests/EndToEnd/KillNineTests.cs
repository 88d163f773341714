using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>
/// 5,000 messages over 20 bots × 25 chats while the silo is killed five times and started again each time. Judged by what the
/// people saw: every message answered, in order per chat, none twice except rows the silo recorded as uncertain.
/// </summary>
public sealed partial class KillNineTests(ITestOutputHelper output)
{
    private const int Bots = 20;
    private const int ChatsPerBot = 25;
    private const int MessagesPerChat = 10;
    private const int Kills = 5;

    [Fact]
    public async Task Messages_WhenTheSiloIsKilledFiveTimes_AreAllAnsweredOnceAndInOrder()
    {
        var folder = Directory.CreateTempSubdirectory("multibot-kill-").FullName;
        await using var people = await People.StartAsync();
        await using var llm = await LlmStub.StartAsync();
        await using var silo = new SiloProcess(folder);
        await silo.StartAsync();
        for (var bot = 0; bot < Bots; bot++)
            await RegisterAsync(silo, people, llm, bot);

        for (var round = 1; round <= MessagesPerChat; round++)
        {
            await people.WriteAsync(from bot in Enumerable.Range(0, Bots) from chat in Enumerable.Range(1, ChatsPerBot) select Message(bot, chat, round));
            if (round % 2 != 0)
                continue;

            // In the middle of the work: some of this round's messages are answered, most are not.
            await people.SawAsync(Token(round), chat: 1, atLeast: 1 + ((round - 1) / 2), timeoutSeconds: 20);
            await silo.KillAsync();
            await silo.StartAsync();
        }

        var seen = await SeenAsync(people);
        var uncertain = await UncertainAsync(silo);
        output.WriteLine($"{Bots * ChatsPerBot * MessagesPerChat} messages, {Kills} kills, {seen.Sum(chat => chat.Value.Count)} replies, {uncertain.Sum(chat => chat.Value.Count)} rows uncertain");
        Assert.Empty(Violations(seen, uncertain).Take(20));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task RegisterAsync(SiloProcess silo, People people, LlmStub llm, int bot)
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

    /// <summary>Waits until each person was told the answer to their last message, however many replies that took.</summary>
    private static async Task<Dictionary<(int Bot, int Chat), IReadOnlyList<string>>> SeenAsync(People people)
    {
        var seen = new Dictionary<(int, int), IReadOnlyList<string>>();
        for (var bot = 0; bot < Bots; bot++)
        {
            for (var chat = 1; chat <= ChatsPerBot; chat++)
            {
                var texts = await people.SawAsync(Token(bot), chat);
                while (!texts.Any(text => MarkersOf(text).Contains(MessagesPerChat)))
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
    private static async Task<Dictionary<(int Bot, int Chat), List<string>>> UncertainAsync(SiloProcess silo)
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
