using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace MultiBot.Load.Subjects;

/// <summary>Registers bots with a silo over REST, as an operator does. They answer at once and without limits of ours.</summary>
internal sealed class SiloBots(Uri silo, string adminKey) : IDisposable
{
    public const int HistoryMessages = 20;
    private const int AtOnce = 16;

    private readonly HttpClient http = new()
    {
        BaseAddress = silo,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", adminKey) },
    };

    public Task RegisterAsync(IEnumerable<long> bots, CancellationToken cancelled) => RegisterAsync(bots, null, cancelled);

    /// <param name="bots">Which ones.</param>
    /// <param name="patch">RFC 7396, for each of them; null: none.</param>
    /// <param name="cancelled">Gives it up.</param>
    public Task RegisterAsync(IEnumerable<long> bots, string? patch, CancellationToken cancelled) => Parallel.ForEachAsync(
        bots, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancelled }, async (bot, stop) =>
        {
            await RegisterAsync(bot, stop);
            if (patch is not null)
                await ChangeAsync(bot, patch, stop);
        });

    /// <param name="bot">Which one.</param>
    /// <param name="patch">RFC 7396.</param>
    /// <param name="cancelled">Gives it up.</param>
    public async Task ChangeAsync(long bot, string patch, CancellationToken cancelled)
    {
        using var body = new StringContent(patch, Encoding.UTF8, "application/merge-patch+json");
        using var response = await http.PatchAsync(new Uri($"/api/v1/bots/load-{bot.ToString(CultureInfo.InvariantCulture)}", UriKind.Relative), body, cancelled);
        await CheckAsync(response, cancelled);
    }

    public void Dispose() => http.Dispose();

    private async Task RegisterAsync(long bot, CancellationToken cancelled)
    {
        using var body = new StringContent(Configuration(bot), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/api/v1/bots", UriKind.Relative), body, cancelled);
        await CheckAsync(response, cancelled);
    }

    private static async Task CheckAsync(HttpResponseMessage response, CancellationToken cancelled)
    {
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"The silo refused a bot ({(int)response.StatusCode}): {await response.Content.ReadAsStringAsync(cancelled)}");
    }

    private static string Configuration(long bot) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {
          "botId": "load-{{bot}}", "name": "Load {{bot}}",
          "telegram": { "kind": "bot", "token": "{{Tokens.Of(bot)}}" },
          "pacing": { "debounceSeconds": 0, "minTypingSeconds": 0, "maxTypingSeconds": 0, "messagesPerSecond": 0, "messagesPerChatPerSecond": 0 },
          "memory": { "historyMessages": {{HistoryMessages}} },
          "features": { "disclosure": false }
        }
        """);
}
