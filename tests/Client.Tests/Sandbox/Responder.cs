using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace MultiBot.Client.Tests.Sandbox;

/// <summary>A bot behind the sandbox's Bot API: answers each message with what the test says, until the test is over.</summary>
internal sealed class Responder : IAsyncDisposable
{
    private readonly CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly HttpClient http;
    private readonly Task loop;

    public Responder(Uri api, Func<string, string[]> answer)
    {
        http = new HttpClient { BaseAddress = api };
        loop = RunAsync(answer);
    }

    public async Task SayAsync(long chat, string text)
    {
        using var answer = await http.PostAsJsonAsync("sendMessage", new Dictionary<string, object> { ["chat_id"] = chat, ["text"] = text }, over.Token);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        over.Dispose();
        // A responder that broke explains why nothing was answered.
        if (loop.IsFaulted) await loop;
    }

    private async Task RunAsync(Func<string, string[]> answer)
    {
        for (var offset = 0L; ;)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"getUpdates?timeout=30&offset={offset}");
            var updates = await http.GetFromJsonAsync<JsonElement>(path, over.Token);
            foreach (var update in updates.GetProperty("result").EnumerateArray())
            {
                offset = update.GetProperty("update_id").GetInt64() + 1;
                var message = update.GetProperty("message");
                foreach (var text in answer(message.GetProperty("text").GetString()!))
                    await SayAsync(message.GetProperty("chat").GetProperty("id").GetInt64(), text);
            }
        }
    }
}
